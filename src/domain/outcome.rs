//! How an interview was held, and how the application went on after it.

/// How an application went on after the interview.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// They offered the job.
    Offer,
    /// They asked for another interview.
    NextRound,
    /// They said no.
    No,
    /// They never answered.
    NoReply,
    /// The person stepped back.
    SteppedBack,
}

impl Outcome {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 5] = [
        Self::Offer,
        Self::NextRound,
        Self::No,
        Self::NoReply,
        Self::SteppedBack,
    ];

    /// Its name in documents and records.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Offer => "offer",
            Self::NextRound => "next_round",
            Self::No => "no",
            Self::NoReply => "no_reply",
            Self::SteppedBack => "stepped_back",
        }
    }

    /// The outcome with this name.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.id() == id)
    }
}

/// How the interview was held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// In one room.
    InPerson,
    /// By video, with somebody at the other end.
    Video,
    /// By telephone.
    Phone,
    /// Recorded, with nobody at the other end.
    Recorded,
}

impl Format {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::InPerson, Self::Video, Self::Phone, Self::Recorded];

    /// Its name in documents and records.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::InPerson => "in_person",
            Self::Video => "video",
            Self::Phone => "phone",
            Self::Recorded => "recorded",
        }
    }

    /// The format with this name.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.id() == id)
    }
}
