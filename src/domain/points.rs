//! Points, so that sums are exact.

use std::fmt;

/// Points in whole quarters, so that sums are exact. One point is one deciban.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct QuarterPoints(i32);

impl QuarterPoints {
    /// No points.
    pub const ZERO: Self = Self(0);
    /// The smallest step.
    pub const STEP: Self = Self(1);
    /// The largest size, on either side of nought, that a document may give.
    pub const LARGEST: f64 = 1000.0;

    /// So many quarters of a point.
    pub const fn new(quarters: i32) -> Self {
        Self(quarters)
    }

    /// So many quarters of a point.
    pub const fn quarters(self) -> i32 {
        self.0
    }

    /// The value as written in a document, if it is a whole number of quarters.
    pub fn from_points(points: f64) -> Option<Self> {
        let quarters = points * 4.0;
        let whole = quarters.trunc() == quarters && points.abs() <= Self::LARGEST;
        whole.then_some(Self(quarters as i32))
    }

    /// The value in points.
    pub fn points(self) -> f64 {
        f64::from(self.0) / 4.0
    }
}

impl fmt::Debug for QuarterPoints {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.points())
    }
}

impl std::ops::Add for QuarterPoints {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl std::ops::Sub for QuarterPoints {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl std::iter::Sum for QuarterPoints {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self::ZERO, |sum, one| sum + one)
    }
}
