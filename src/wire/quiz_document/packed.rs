//! The built-in quiz as it travels in the program: without names, for reading JSON takes more code than the
//! first page can carry.
//!
//! Each value stands where its declaration in [`super`] puts it. Whole numbers take seven bits a byte, the
//! lowest first; a text is spelled out the first time and is a number after that. The bytes belong to one
//! version of the declarations and are made anew with each, so nothing here is kept or sent anywhere.
//!
//! Reading never fails halfway: bytes that make no sense read as nought from there on, and are refused at
//! the end. So no reader needs a way out, which is what keeps them small.

use std::str;

use crate::domain::quiz::{QuarterPoints, QuizDraft};

/// How deep lists may lie in each other: as deep as a JSON document that can be read.
const DEEPEST: u8 = 128;

/// A type that can be packed.
pub(super) trait Pack: Sized {
    fn pack(&self, packer: &mut Packer);
    fn unpack(bytes: &mut Unpacker<'_>) -> Self;
}

/// A draft as bytes. [`unpack`] gives it back if each part of it can be written in a document.
pub fn pack(draft: &QuizDraft) -> Vec<u8> {
    to_bytes(draft)
}

/// The draft that [`pack`] made bytes of; none for bytes that it did not make. It takes no more memory than
/// a small multiple of the bytes.
pub fn unpack(bytes: &[u8]) -> Option<QuizDraft> {
    of_bytes(bytes)
}

pub(super) fn to_bytes(packed: &impl Pack) -> Vec<u8> {
    let mut packer = Packer::default();
    packed.pack(&mut packer);
    packer.bytes
}

pub(super) fn of_bytes<T: Pack>(bytes: &[u8]) -> Option<T> {
    let mut unpacker = Unpacker {
        rest: bytes,
        texts: Vec::new(),
        depth: 0,
        is_wrong: false,
    };
    let unpacked = T::unpack(&mut unpacker);
    (unpacker.rest.is_empty() && !unpacker.is_wrong).then_some(unpacked)
}

/// The bytes so far.
#[derive(Default)]
pub(super) struct Packer {
    bytes: Vec<u8>,
    texts: Vec<String>,
}

impl Packer {
    pub(super) fn number(&mut self, mut number: u32) {
        while number > 0x7f {
            self.bytes.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.bytes.push(number as u8);
    }

    fn length(&mut self, length: usize) {
        // More than fits is more than can be read again, and so is what stands in for it.
        self.number(u32::try_from(length).unwrap_or(u32::MAX));
    }
}

/// The bytes still to come.
pub(super) struct Unpacker<'b> {
    rest: &'b [u8],
    /// The texts that were spelled out, in their order.
    texts: Vec<&'b str>,
    depth: u8,
    is_wrong: bool,
}

impl<'b> Unpacker<'b> {
    /// The bytes make no sense: no more of them are read.
    #[inline(never)]
    pub(super) fn wrong(&mut self) {
        self.rest = &[];
        self.is_wrong = true;
    }

    #[inline(never)]
    pub(super) fn number(&mut self) -> u32 {
        let mut number = 0;
        for place in 0..5 {
            let Some((byte, rest)) = self.rest.split_first() else {
                break;
            };
            self.rest = rest;
            number |= u32::from(byte & 0x7f) << (place * 7);
            if *byte < 0x80 {
                return number;
            }
        }
        self.wrong();
        0
    }

    /// A number that is no more than this.
    #[inline(never)]
    fn at_most(&mut self, most: u32) -> u32 {
        let number = self.number();
        if number <= most {
            return number;
        }
        self.wrong();
        0
    }

    /// A number with a sign, which stands in its lowest bit.
    #[inline(never)]
    fn signed(&mut self) -> i32 {
        let number = self.number();
        (number >> 1) as i32 ^ -((number & 1) as i32)
    }

    /// How many there are of something that takes a byte at least, so that a lie costs no memory.
    #[inline(never)]
    fn length(&mut self) -> usize {
        let number = self.number() as usize;
        if number <= self.rest.len() {
            return number;
        }
        self.wrong();
        0
    }

    /// The length of a list, one level further down.
    #[inline(never)]
    fn enter(&mut self) -> usize {
        let length = self.length();
        self.depth += 1;
        if self.depth < DEEPEST {
            return length;
        }
        self.wrong();
        0
    }

    #[inline(never)]
    fn text(&mut self) -> String {
        let number = self.number() as usize;
        if number > 0 {
            let Some(text) = self.texts.get(number - 1) else {
                self.wrong();
                return String::new();
            };
            return (*text).to_owned();
        }
        let length = self.length();
        let (bytes, rest) = self.rest.split_at(length);
        let Ok(text) = str::from_utf8(bytes) else {
            self.wrong();
            return String::new();
        };
        self.rest = rest;
        self.texts.push(text);
        text.to_owned()
    }
}

/// A number with its sign in the lowest bit, so that small ones stay small.
fn with_sign_last(number: i32) -> u32 {
    ((number << 1) ^ (number >> 31)) as u32
}

impl Pack for String {
    fn pack(&self, packer: &mut Packer) {
        if let Some(index) = packer.texts.iter().position(|text| text == self) {
            return packer.length(index + 1);
        }
        packer.number(0);
        packer.length(self.len());
        packer.bytes.extend(self.as_bytes());
        packer.texts.push(self.clone());
    }

    fn unpack(bytes: &mut Unpacker<'_>) -> Self {
        bytes.text()
    }
}

impl Pack for bool {
    fn pack(&self, packer: &mut Packer) {
        packer.number(u32::from(*self));
    }

    fn unpack(bytes: &mut Unpacker<'_>) -> Self {
        bytes.at_most(1) == 1
    }
}

impl Pack for u8 {
    fn pack(&self, packer: &mut Packer) {
        packer.number(u32::from(*self));
    }

    fn unpack(bytes: &mut Unpacker<'_>) -> Self {
        bytes.at_most(u32::from(Self::MAX)) as Self
    }
}

impl Pack for u16 {
    fn pack(&self, packer: &mut Packer) {
        packer.number(u32::from(*self));
    }

    fn unpack(bytes: &mut Unpacker<'_>) -> Self {
        bytes.at_most(u32::from(Self::MAX)) as Self
    }
}

impl Pack for i8 {
    fn pack(&self, packer: &mut Packer) {
        packer.number(with_sign_last(i32::from(*self)));
    }

    fn unpack(bytes: &mut Unpacker<'_>) -> Self {
        Self::try_from(bytes.signed()).unwrap_or_else(|_| {
            bytes.wrong();
            0
        })
    }
}

impl Pack for QuarterPoints {
    fn pack(&self, packer: &mut Packer) {
        packer.number(with_sign_last(self.quarters()));
    }

    fn unpack(bytes: &mut Unpacker<'_>) -> Self {
        Self::new(bytes.signed())
    }
}

impl<T: Pack> Pack for Vec<T> {
    fn pack(&self, packer: &mut Packer) {
        packer.length(self.len());
        self.iter().for_each(|item| item.pack(packer));
    }

    fn unpack(bytes: &mut Unpacker<'_>) -> Self {
        let length = bytes.enter();
        let list = (0..length).map(|_| T::unpack(bytes)).collect();
        bytes.depth -= 1;
        list
    }
}

impl<T: Pack> Pack for Option<T> {
    fn pack(&self, packer: &mut Packer) {
        packer.number(u32::from(self.is_some()));
        self.iter().for_each(|content| content.pack(packer));
    }

    fn unpack(bytes: &mut Unpacker<'_>) -> Self {
        bool::unpack(bytes).then(|| T::unpack(bytes))
    }
}

/// As a list of one: a box is there to hold what it is part of, and such things have a deepest level.
impl<T: Pack + Default> Pack for Box<T> {
    fn pack(&self, packer: &mut Packer) {
        packer.number(1);
        T::pack(self, packer);
    }

    fn unpack(bytes: &mut Unpacker<'_>) -> Self {
        let content = match bytes.enter() {
            1 => T::unpack(bytes),
            _ => {
                bytes.wrong();
                T::default()
            }
        };
        bytes.depth -= 1;
        Box::new(content)
    }
}
