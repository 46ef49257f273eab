//! Every text of the interface, by name.
//!
//! Owns the list of messages: which there are, what each leaves open, and which of those is counted. The
//! words themselves are in `text/<language>.json`; the words of a quiz belong to the quiz. A view asks
//! for `text.start_lead()`, never for a key, so that a message that is misspelled does not build, and a
//! text that is missing, unused, or leaves other things open than its message fails a test here.
//!
//! A new message is one line in `messages!` and one line in each file of `text/`:
//! ```text
//! data_used(used: usize, most: usize) = "data.used";             "data.used": "{used} of {most} kB"
//! history_count(n: usize) = "history.count", by n;               "history.count.one": "{n} result", ...
//! start_promise(link: Mark<'_>) = "start.promise", as Html;      "start.promise": "Read {link}how{/link}."
//! ```

use std::cell::RefCell;
use std::rc::Rc;

use yew::Html;
use yew::virtual_dom::VText;

use crate::wire::locale::Locale;
use crate::wire::text_catalogue::TextCatalogue;

/// Draws a part of a sentence: a link, or words that stand out. It is given the words between `{name}`
/// and `{/name}`. Texts hold no HTML; what a part looks like is the view's matter.
pub type Mark<'a> = &'a dyn Fn(&str) -> Html;

/// The texts of one language. Cheap to clone.
#[derive(Clone)]
pub struct Text {
    texts: Rc<TextCatalogue>,
    /// The page around a frame may ask for another one while the program runs; all clones follow.
    locale: Rc<RefCell<Rc<dyn Locale>>>,
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.texts, &other.texts) && Rc::ptr_eq(&self.locale, &other.locale)
    }
}

impl std::fmt::Debug for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Text").field(&self.locale().tag()).finish()
    }
}

impl Text {
    /// The texts of a file, as a locale writes what they leave open.
    pub fn new(texts: impl Into<Rc<TextCatalogue>>, locale: Rc<dyn Locale>) -> Self {
        Self {
            texts: texts.into(),
            locale: Rc::new(RefCell::new(locale)),
        }
    }

    /// How numbers and days are written.
    pub fn locale(&self) -> Rc<dyn Locale> {
        Rc::clone(&self.locale.borrow())
    }

    /// Has numbers and days written in another way from the next drawing on.
    pub fn switch_locale(&self, locale: Rc<dyn Locale>) {
        self.locale.replace(locale);
    }

    /// A text as it stands. A key without one, which a test rules out, shows itself: it can be reported.
    fn get<'t>(&'t self, key: &'t str) -> &'t str {
        self.texts.get(key).unwrap_or(key)
    }

    /// The text of a key for so many things.
    fn get_for<'t>(&'t self, key: &'t str, count: usize) -> &'t str {
        let form = |name: &str| self.texts.get(&[key, ".", name].concat());
        form(self.locale().plural(count).name())
            .or_else(|| form("other"))
            .unwrap_or(key)
    }

    /// Several things as one part of a sentence, such as "a, b and c". By texts, and not by the browser's `Intl`: the pages
    /// in the HTML are made where there is none.
    pub fn list(&self, things: &[&str]) -> String {
        let Some((last, before)) = things.split_last() else {
            return String::new();
        };
        let before = before.iter().map(|thing| (*thing).to_owned());
        match before.reduce(|before, next| self.list_next(&before, &next)) {
            Some(before) => self.list_last(&before, last),
            None => (*last).to_owned(),
        }
    }

    fn fill(&self, template: &str, slots: &[(&str, &dyn Slot)]) -> String {
        let mut filled = String::with_capacity(template.len() + 32);
        for piece in pieces(template) {
            match piece {
                Piece::Words(words) => filled.push_str(words),
                Piece::Slot { name, inner } => match slot(slots, name) {
                    Some(value) => filled.push_str(&value.words(&*self.locale())),
                    None => filled.push_str(inner),
                },
            }
        }
        filled
    }

    fn mark_up(&self, template: &str, slots: &[(&str, &dyn Slot)]) -> Html {
        let draw = |piece| match piece {
            Piece::Words(words) => plain(words),
            Piece::Slot { name, inner } => match slot(slots, name) {
                Some(value) => value.draw(inner, &*self.locale()),
                None => plain(inner),
            },
        };
        pieces(template).into_iter().map(draw).collect()
    }
}

fn plain(words: &str) -> Html {
    VText::new(words.to_owned()).into()
}

fn slot<'s>(slots: &[(&str, &'s dyn Slot)], name: &str) -> Option<&'s dyn Slot> {
    slots
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, value)| *value)
}

/// What can stand in a place that a text leaves open.
trait Slot {
    fn words(&self, locale: &dyn Locale) -> String;

    fn draw(&self, _inner: &str, locale: &dyn Locale) -> Html {
        plain(&self.words(locale))
    }
}

/// What a kind of slot asks of the text.
trait SlotKind {
    /// Whether it marks words of the text instead of bringing its own.
    const MARKS: bool;
}

impl SlotKind for &str {
    const MARKS: bool = false;
}

impl SlotKind for usize {
    const MARKS: bool = false;
}

impl SlotKind for Mark<'_> {
    const MARKS: bool = true;
}

impl Slot for &str {
    fn words(&self, _: &dyn Locale) -> String {
        (*self).to_owned()
    }
}

impl Slot for usize {
    fn words(&self, locale: &dyn Locale) -> String {
        locale.number(*self)
    }
}

impl Slot for Mark<'_> {
    fn words(&self, _: &dyn Locale) -> String {
        String::new()
    }

    fn draw(&self, inner: &str, _: &dyn Locale) -> Html {
        self(inner)
    }
}

/// A part of a text: words, or a place that is left open, with the words that it marks.
#[derive(Debug, PartialEq, Eq)]
enum Piece<'t> {
    Words(&'t str),
    Slot { name: &'t str, inner: &'t str },
}

/// What stands before `{/name}`, and what behind it. By single characters: searching for a text costs a kilobyte of code.
fn inside<'t>(text: &'t str, name: &str) -> Option<(&'t str, &'t str)> {
    text.match_indices('{').find_map(|(at, _)| {
        let (before, end) = text.split_at_checked(at)?;
        let after = end.strip_prefix("{/")?.strip_prefix(name)?;
        Some((before, after.strip_prefix('}')?))
    })
}

/// Takes a text apart. A brace that opens no place stands for itself, so nothing a text holds can fail.
fn pieces(template: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else {
            break;
        };
        if !before.is_empty() {
            pieces.push(Piece::Words(before));
        }
        match inside(after, name) {
            Some((inner, after)) => {
                pieces.push(Piece::Slot { name, inner });
                rest = after;
            }
            None => {
                pieces.push(Piece::Slot { name, inner: "" });
                rest = after;
            }
        }
    }
    if !rest.is_empty() {
        pieces.push(Piece::Words(rest));
    }
    pieces
}

/// A message as the files of `text/` must have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Message {
    /// The key, or, for a counted one, its beginning.
    pub key: &'static str,
    /// What the text must leave open, and whether each marks words of the text.
    pub slots: &'static [(&'static str, bool)],
    /// Whether there is a text for each kind of number.
    pub counted: bool,
}

/// Declares the messages: a method of [`Text`] for each, and the list of all.
macro_rules! messages {
    ($($(#[$doc:meta])* $name:ident $(($($slot:ident : $kind:ty),+))? = $key:literal $(, by $count:ident)? $(, as $html:ident)? ;)+) => {
        /// Every message there is.
        pub const MESSAGES: &[Message] = &[$(
            Message {
                key: $key,
                slots: &[$($((stringify!($slot), <$kind as SlotKind>::MARKS)),+)?],
                counted: messages!(@counted $($count)?),
            },
        )+];

        // The text that a message is shows what it is for; its name and slots say the rest.
        #[allow(missing_docs)]
        impl Text {
            $(messages!(@method $(#[$doc])* $name $key [$($($slot $kind),+)?] [$($count)?] [$($html)?]);)+
        }
    };
    (@counted) => { false };
    (@counted $count:ident) => { true };
    (@method $(#[$doc:meta])* $name:ident $key:literal [] [] []) => {
        $(#[$doc])*
        pub fn $name(&self) -> &str {
            self.get($key)
        }
    };
    (@method $(#[$doc:meta])* $name:ident $key:literal [$($slot:ident $kind:ty),+] [] []) => {
        $(#[$doc])*
        pub fn $name(&self, $($slot: $kind),+) -> String {
            self.fill(self.get($key), &[$((stringify!($slot), &$slot)),+])
        }
    };
    (@method $(#[$doc:meta])* $name:ident $key:literal [$($slot:ident $kind:ty),+] [$count:ident] []) => {
        $(#[$doc])*
        pub fn $name(&self, $($slot: $kind),+) -> String {
            self.fill(self.get_for($key, $count), &[$((stringify!($slot), &$slot)),+])
        }
    };
    (@method $(#[$doc:meta])* $name:ident $key:literal [$($slot:ident $kind:ty),+] [] [Html]) => {
        $(#[$doc])*
        pub fn $name(&self, $($slot: $kind),+) -> Html {
            self.mark_up(self.get($key), &[$((stringify!($slot), &$slot)),+])
        }
    };
    (@method $(#[$doc:meta])* $name:ident $key:literal [$($slot:ident $kind:ty),+] [$count:ident] [Html]) => {
        $(#[$doc])*
        pub fn $name(&self, $($slot: $kind),+) -> Html {
            self.mark_up(self.get_for($key, $count), &[$((stringify!($slot), &$slot)),+])
        }
    };
}

messages! {
    // The page around every screen.
    app_name = "app.name";
    // Of the HTML itself and of what is installed on a device; the build of the site fills them in.
    page_description = "page.description";
    page_short_name = "page.short_name";
    page_short_description = "page.short_description";
    page_problem = "page.problem";
    page_problem_title = "page.problem_title";
    page_problem_body = "page.problem_body";
    page_problem_retry = "page.problem_retry";
    app_skip = "app.skip";
    app_navigation = "app.navigation";
    app_nav_start = "app.nav_start";
    app_nav_history = "app.nav_history";
    app_nav_how = "app.nav_how";
    app_nav_data = "app.nav_data";
    app_private = "app.private";
    embed_private = "embed.private";
    embed_told = "embed.told";
    embed_same_origin_title = "embed.same_origin_title";
    embed_same_origin_body = "embed.same_origin_body";
    embed_independent = "embed.independent";
    embed_kept = "embed.kept";
    embed_not_kept = "embed.not_kept";
    embed_temporary_title = "embed.temporary_title";
    embed_temporary_body = "embed.temporary_body";
    embed_keep = "embed.keep";
    embed_keep_hint = "embed.keep_hint";
    embed_result_now_hint = "embed.result_now_hint";
    embed_keep_too_long = "embed.keep_too_long";
    embed_keep_file = "embed.keep_file";
    embed_own_page = "embed.own_page";
    embed_elsewhere_title = "embed.elsewhere_title";
    embed_elsewhere_body = "embed.elsewhere_body";
    builder_title = "builder.title";
    builder_lead = "builder.lead";
    builder_as_it_is = "builder.as_it_is";
    builder_shows = "builder.shows";
    builder_quiz = "builder.quiz";
    builder_show = "builder.show";
    builder_show_full = "builder.show_full";
    builder_show_learn = "builder.show_learn";
    builder_locale = "builder.locale";
    builder_locale_auto = "builder.locale_auto";
    builder_looks = "builder.looks";
    builder_mode_auto = "builder.mode_auto";
    builder_background = "builder.background";
    builder_background_hint = "builder.background_hint";
    builder_text = "builder.text";
    builder_colour_hint = "builder.colour_hint";
    builder_accent = "builder.accent";
    builder_pick(what: &str) = "builder.pick";
    builder_radius = "builder.radius";
    builder_radius_hint(most: usize) = "builder.radius_hint";
    builder_font = "builder.font";
    builder_density = "builder.density";
    builder_density_compact = "builder.density_compact";
    builder_refused = "builder.refused";
    builder_room = "builder.room";
    builder_height = "builder.height";
    builder_height_hint = "builder.height_hint";
    builder_height_wrong = "builder.height_wrong";
    builder_name = "builder.name";
    builder_name_hint = "builder.name_hint";
    builder_preview = "builder.preview";
    builder_preview_hint = "builder.preview_hint";
    builder_element = "builder.element";
    builder_element_hint = "builder.element_hint";
    builder_pin = "builder.pin";
    builder_pin_hint = "builder.pin_hint";
    builder_style = "builder.style";
    builder_style_hint = "builder.style_hint";
    builder_policy = "builder.policy";
    builder_policy_hint = "builder.policy_hint";
    builder_frame = "builder.frame";
    builder_frame_hint = "builder.frame_hint";
    builder_sandbox = "builder.sandbox";
    builder_sandbox_hint = "builder.sandbox_hint";
    builder_link = "builder.link";
    builder_link_hint = "builder.link_hint";
    builder_link_words = "builder.link_words";
    builder_copy = "builder.copy";
    builder_copied = "builder.copied";
    builder_not_copied = "builder.not_copied";
    builder_data = "builder.data";
    builder_data_answers = "builder.data_answers";
    builder_data_events = "builder.data_events";
    builder_data_kept = "builder.data_kept";
    builder_data_requests = "builder.data_requests";
    builder_data_trust = "builder.data_trust";
    builder_data_left = "builder.data_left";
    builder_documentation = "builder.documentation";
    embed_learn_title = "embed.learn_title";
    embed_learn_left_out = "embed.learn_left_out";
    app_loading = "app.loading";
    app_new_version_title = "app.new_version_title";
    app_new_version_body = "app.new_version_body";
    app_new_version_button = "app.new_version_button";
    app_title(place: &str, app: &str) = "app.title";
    language_choice = "language.choice";
    language_changed = "language.changed";
    language_failed(language: &str) = "language.failed";
    app_theme = "app.theme";
    app_theme_auto = "app.theme_auto";
    app_theme_light = "app.theme_light";
    app_theme_dark = "app.theme_dark";

    // Start.
    start_lead = "start.lead";
    start_known = "start.known";
    start_at_once = "start.at_once";
    start_continue = "start.continue";
    start_draft(moment: &str) = "start.draft";
    start_drafts = "start.drafts";
    lost_title = "lost.title";
    lost_finished = "lost.finished";
    lost_deleted = "lost.deleted";
    lost_result = "lost.result";
    lost_go_on = "lost.go_on";
    start_discard = "start.discard";
    start_letter(letter: &str) = "start.letter";
    start_letter_open = "start.letter_open";
    start_look = "start.look";
    start_next(day: &str) = "start.next";
    start_next_today = "start.next_today";
    start_next_prepare = "start.next_prepare";
    start_next_undated = "start.next_undated";
    start_next_tell = "start.next_tell";
    start_look_open = "start.look_open";
    start_latest = "start.latest";
    start_past(n: usize) = "start.past", by n;
    start_keep_nothing = "start.keep_nothing";
    start_keep_nothing_hint = "start.keep_nothing_hint";
    start_kept_nothing = "start.kept_nothing";
    data_keep_nothing_hint = "data.keep_nothing_hint";

    // While the program is awaited.
    wait_title = "wait.title";
    wait_coming = "wait.coming";
    wait_share = "wait.share";
    wait_failed_title = "wait.failed_title";
    wait_failed = "wait.failed";
    wait_retry = "wait.retry";
    wait_unsupported_title = "wait.unsupported_title";
    wait_unsupported = "wait.unsupported";
    wait_no_script = "wait.no_script";
    wait_no_script_private = "wait.no_script_private";

    // Questions, and the way through them.
    question_back = "question.back";
    question_number = "question.number";
    question_continue = "question.continue";
    question_result_now = "question.result_now";
    question_result_now_hint = "question.result_now_hint";
    question_why = "question.why";
    question_frozen = "question.frozen";
    question_left_out = "question.left_out";
    question_promised = "question.promised";
    question_promised_hint = "question.promised_hint";
    question_gone_title = "question.gone_title";
    question_gone_body = "question.gone_body";
    question_progress = "question.progress";

    // About the interview.
    about_when = "about.when";
    about_when_now = "about.when_now";
    about_when_today = "about.when_today";
    about_when_yesterday = "about.when_yesterday";
    about_when_date = "about.when_date";
    about_date = "about.date";
    about_format = "about.format";
    about_interviewers = "about.interviewers";

    // Check your answers.
    check_title = "check.title";
    check_lead = "check.lead";
    check_change = "check.change";
    check_change_what(question: &str) = "check.change_what";
    check_unanswered = "check.unanswered";
    check_result = "check.result";
    check_locked = "check.locked";

    // The result.
    result_title = "result.title";
    result_finished(day: &str) = "result.finished";
    finished_on(day: &str) = "result.finished_on";
    // Several things in one sentence.
    list_next(before: &str, next: &str) = "list.next";
    list_last(before: &str, last: &str) = "list.last";
    result_of(day: &str) = "result.of";
    /// A thing and what is said of it: a heading in a line, and its text.
    said_of(what: &str, said: &str) = "result.said_of";
    result_named_day(name: &str, day: &str) = "result.named_day";
    result_name(company: &str, role: &str) = "result.name";
    result_headline(felt: &str, band: &str) = "result.headline";
    result_scale_both(felt: usize, signs: usize, steps: usize) = "result.scale_both";
    result_scale_signs(signs: usize, steps: usize) = "result.scale_signs";
    result_felt = "result.felt";
    result_signs = "result.signs";
    result_felt_unknown = "result.felt_unknown";
    result_end_low = "result.end_low";
    result_end_high = "result.end_high";
    result_field = "result.field";
    result_reasons = "result.reasons";
    result_reasons_line = "result.reasons_line";
    result_reasons_lowest = "result.reasons_lowest";
    result_reasons_lead = "result.reasons_lead";
    result_reasons_question = "result.reasons_question";
    result_reasons_sides = "result.reasons_sides";
    result_reasons_added = "result.reasons_added";
    result_reasons_share = "result.reasons_share";
    result_reasons_total = "result.reasons_total";
    result_share_full = "result.share_full";
    result_share_half = "result.share_half";
    result_share_limit = "result.share_limit";
    result_share_unsure = "result.share_unsure";
    result_share_not_seen = "result.share_not_seen";
    result_share_neutral = "result.share_neutral";
    result_nothing(n: usize, why: &str) = "result.nothing", by n;
    result_nothing_share(why: &str, n: usize) = "result.nothing_share";
    /// What a few words more are said of, in brackets.
    with_more(what: &str, more: &str) = "result.with_more";
    result_not_mean = "result.not_mean";
    result_not_mean_line = "result.not_mean_line";
    result_todo = "result.todo";
    result_todo_line = "result.todo_line";
    result_todo_end = "result.todo_end";
    result_todo_more(n: usize) = "result.todo_more", by n;
    result_learn_line = "result.learn_line";
    result_answers = "result.answers";
    result_correct = "result.correct";
    result_correct_line = "result.correct_line";
    result_keep = "result.keep";
    result_kept = "result.kept";
    result_clear = "result.clear";
    result_clear_line = "result.clear_line";
    result_corrected = "result.corrected";
    result_not_checked = "result.not_checked";
    result_not_as_stored = "result.not_as_stored";
    result_gone_title = "result.gone_title";
    result_gone_unkept = "result.gone_unkept";
    result_gone_body = "result.gone_body";

    // Answers of a result.
    answers_title = "answers.title";
    answers_lead = "answers.lead";
    correct_to_result = "correct.to_result";

    // What is asked after the result.
    quick_title = "quick.title";
    quick_lead = "quick.lead";
    quick_asked_on = "quick.asked_on";
    quick_refused_on = "quick.refused_on";
    quick_said_no_on = "quick.said_no_on";
    quick_they_said_no = "quick.they_said_no";
    quick_they_said_no_yes = "quick.they_said_no_yes";
    quick_done = "quick.done";

    // What there is to do about a result.
    result_draft(letter: &str) = "result.draft";
    result_reminders = "result.reminders";
    reminders_hint = "reminders.hint";
    now_changed = "now.changed";
    now_added(what: &str) = "now.added";
    now_gone(what: &str) = "now.gone";
    now_ticked(what: &str) = "now.ticked";
    now_other_letter(what: &str, letter: &str) = "now.other_letter";
    now_other_times = "now.other_times";
    now_nothing_changed = "now.nothing_changed";
    now_same_score = "now.same_score";
    day_morning(weekday: &str, day: &str) = "day.morning";
    day_afternoon(weekday: &str, day: &str) = "day.afternoon";
    day_evening(weekday: &str, day: &str) = "day.evening";

    // The notes, written right after the interview.
    notes_title = "notes.title";
    notes_private = "notes.private";
    notes_write = "notes.write";
    notes_read = "notes.read";
    notes_done = "notes.done";
    notes_back = "notes.back";

    // After a letter was sent.
    sent_title = "sent.title";
    sent_next = "sent.next";
    sent_today = "sent.today";
    sent_until_then = "sent.until_then";
    sent_left = "sent.left";
    sent_to_list = "sent.to_list";
    now_within(deadline: &str, fine: &str) = "result.todo_within";

    // A letter.
    letter_for(who: &str) = "letter.for";
    letter_lead = "letter.lead";
    letter_several = "letter.several";
    letter_insert_note = "letter.insert_note";
    letter_draft = "letter.draft";
    letter_words(words: usize, most: usize) = "letter.words";
    letter_by_hand = "letter.by_hand";
    letter_shorter = "letter.shorter";
    letter_longer = "letter.longer";
    letter_own = "letter.own";
    letter_own_hint = "letter.own_hint";
    letter_own_language(language: &str) = "letter.own_language";
    letter_draft_again = "letter.draft_again";
    letter_own_again = "letter.own_again";
    letter_look = "letter.look";
    letter_open(n: usize) = "letter.open", by n;
    letter_apologies(n: usize) = "letter.apologies";
    letter_blame(words: &str) = "letter.blame";
    letter_too_long(n: usize) = "letter.too_long", by n;
    letter_send = "letter.send";
    letter_subject = "letter.subject";
    letter_subject_empty(subject: &str) = "letter.subject_empty";
    day_in_the_future = "day.in_the_future";
    letter_address = "letter.address";
    letter_address_hint = "letter.address_hint";
    letter_address_taken(address: &str, left_out: &str) = "letter.address_taken";
    letter_address_none = "letter.address_none";
    letter_copy = "letter.copy";
    letter_mail = "letter.mail";
    letter_mail_long = "letter.mail_long";
    letter_mail_too_long = "letter.mail_too_long";
    letter_share = "letter.share";
    letter_copied = "letter.copied";
    letter_copied_body = "letter.copied_body";
    letter_not_copied = "letter.not_copied";
    letter_not_copied_body = "letter.not_copied_body";
    letter_mailed = "letter.mailed";
    letter_mailed_body = "letter.mailed_body";
    letter_mailed_paste = "letter.mailed_paste";
    letter_shared = "letter.shared";
    letter_shared_body = "letter.shared_body";
    letter_not_shared = "letter.not_shared";
    letter_not_shared_body = "letter.not_shared_body";
    letter_still_open(n: usize) = "letter.still_open", by n;
    letter_sent = "letter.sent";
    letter_is_sent = "letter.is_sent";
    letter_not_sent = "letter.not_sent";
    letter_sent_hint = "letter.sent_hint";

    // Reminders.
    reminders_title = "reminders.title";
    reminders_lead = "reminders.lead";
    reminders_next = "reminders.next";
    reminders_next_hint = "reminders.next_hint";
    reminders_day = "reminders.day";
    reminders_list = "reminders.list";
    reminders_none = "reminders.none";
    reminders_all_done = "reminders.all_done";
    reminders_summary(what: &str, name: &str) = "reminders.summary";
    reminders_heard = "reminders.heard";
    reminders_heard_body = "reminders.heard_body";
    reminders_lessons = "reminders.lessons";
    reminders_lessons_body = "reminders.lessons_body";
    reminders_private = "reminders.private";
    reminders_save = "reminders.save";

    // How an interview was held, and how it turned out.
    format_in_person = "format.in_person";
    format_video = "format.video";
    format_phone = "format.phone";
    format_recorded = "format.recorded";
    format_unknown = "format.unknown";
    outcome_title = "outcome.title";
    outcome_open = "outcome.open";
    outcome_offer = "outcome.offer";
    outcome_next_round = "outcome.next_round";
    outcome_no = "outcome.no";
    outcome_no_reply = "outcome.no_reply";
    outcome_stepped_back = "outcome.stepped_back";
    outcome_on = "outcome.on";
    outcome_next_on = "outcome.next_on";
    outcome_next_on_hint = "outcome.next_on_hint";
    outcome_heard_on(day: &str) = "outcome.heard_on";

    // History.
    history_title = "history.title";
    history_count(n: usize) = "history.count", by n;
    history_search = "history.search";
    history_filter = "history.filter";
    history_filter_all = "history.filter_all";
    history_filter_pending = "history.filter_pending";
    history_sort = "history.sort";
    history_sort_newest = "history.sort_newest";
    history_sort_oldest = "history.sort_oldest";
    history_sort_signs = "history.sort_signs";
    history_sort_gap = "history.sort_gap";
    history_sort_company = "history.sort_company";
    history_empty_body = "history.empty_body";
    history_none_body = "history.none_body";
    history_chart = "history.chart";
    history_chart_summary(n: usize) = "history.chart_summary", by n;
    history_chart_pick = "history.chart_pick";
    history_chart_pick_hint = "history.chart_pick_hint";
    history_chart_group(first: &str, last: &str) = "history.chart_group";
    history_chart_table = "history.chart_table";
    history_column_interview = "history.column_interview";
    history_column_day = "history.column_day";
    history_pick = "history.pick";
    history_compare = "history.compare";
    history_compare_hint = "history.compare_hint";
    history_delete = "history.delete";
    history_delete_what(name: &str) = "history.delete_what";
    history_deleted(name: &str) = "history.deleted";
    history_undo = "history.undo";
    history_unchecked = "history.unchecked";

    // One past result, and its label.
    past_as_scored = "past.as_scored";
    past_notes = "past.notes";
    past_notes_hint = "past.notes_hint";
    past_open_result = "past.open_result";
    label_title = "label.title";
    label_lead = "label.lead";
    label_company = "label.company";
    label_role = "label.role";
    label_round = "label.round";
    label_round_hint = "label.round_hint";
    label_date = "label.date";
    label_time = "label.time";
    label_format = "label.format";
    label_interviewers = "label.interviewers";
    label_problem_not_a_date = "label.problem_not_a_date";
    label_problem_not_a_time = "label.problem_not_a_time";
    label_problem_time_without_date = "label.problem_time_without_date";
    label_problem_in_the_future = "label.problem_in_the_future";

    // Compare.
    compare_title = "compare.title";
    compare_answer = "compare.answer";
    compare_same(n: usize) = "compare.same", by n;

    // Lessons, on a result and over all of them.
    lesson_lead = "lesson.lead";
    lesson_own = "lesson.own";
    lesson_add = "lesson.add";
    lesson_title = "lesson.title";
    lesson_fold = "lesson.fold";
    lesson_change = "lesson.change";
    lesson_words = "lesson.words";
    lesson_own_words = "lesson.own_words";
    lesson_reset = "lesson.reset";
    lesson_up = "lesson.up";
    lesson_up_what(lesson: &str) = "lesson.up_what";
    lesson_down = "lesson.down";
    lesson_down_what(lesson: &str) = "lesson.down_what";
    lesson_remove = "lesson.remove";
    lesson_remove_what(what: &str) = "lesson.remove_what";
    lesson_removed(what: &str) = "lesson.removed";
    lesson_moved(place: usize, of: usize) = "lesson.moved";
    lesson_unreadable = "lesson.unreadable";
    lesson_next = "lesson.next";

    // Advice and hard questions of a result.
    advice_title = "advice.title";
    advice_words = "advice.words";
    advice_hint = "advice.hint";
    hard_title = "hard.title";
    hard_lead = "hard.lead";
    hard_prepare = "hard.prepare";
    hard_open = "hard.open";
    hard_parts(written: usize, n: usize) = "hard.parts", by n;

    // A prepared answer.
    prepare_title = "prepare.title";
    prepare_lead = "prepare.lead";
    prepare_question = "prepare.question";
    prepare_situation = "prepare.situation";
    prepare_situation_hint = "prepare.situation_hint";
    prepare_task = "prepare.task";
    prepare_task_hint = "prepare.task_hint";
    prepare_action = "prepare.action";
    prepare_action_hint = "prepare.action_hint";
    prepare_result = "prepare.result";
    prepare_result_hint = "prepare.result_hint";
    prepare_gone = "prepare.gone";
    prepare_done = "prepare.done";
    prepare_untitled = "prepare.untitled";
    prepare_from(interview: &str) = "prepare.from";

    // Before your next interview.
    next_title = "next.title";
    next_lead = "next.lead";
    next_empty = "next.empty";
    next_print = "next.print";
    next_lessons_more(n: usize) = "next.lessons_more", by n;
    next_lessons_none = "next.lessons_none";
    next_time_2 = "next.time_2";
    next_time_3 = "next.time_3";
    next_time_4 = "next.time_4";
    next_time_5 = "next.time_5";
    next_times(n: usize) = "next.times";
    next_done(n: usize) = "next.done", by n;
    next_actions = "next.actions";
    next_actions_lead(days: usize) = "next.actions_lead";
    next_prepared = "next.prepared";
    next_prepared_none = "next.prepared_none";
    next_noted = "next.noted";
    next_write = "next.write";
    next_write_what(question: &str) = "next.write_what";
    next_write_first = "next.write_first";
    next_prepare_other = "next.prepare_other";
    next_change_what(question: &str) = "next.change_what";
    next_change = "next.change";
    next_practise = "next.practise";
    next_mock = "next.mock";
    next_friends = "next.friends";
    next_mock_open = "next.mock_open";
    next_ask = "next.ask";
    next_ask_lead = "next.ask_lead";
    next_ask_ideal = "next.ask_ideal";
    next_ask_ideal_hint = "next.ask_ideal_hint";
    next_ask_own = "next.ask_own";
    next_ask_add = "next.ask_add";
    next_card = "next.card";
    next_advice = "next.advice";
    next_more(n: usize) = "next.more", by n;
    next_more_lessons(n: usize, link: Mark<'_>) = "next.more_lessons", by n, as Html;
    next_unreadable(n: usize) = "next.unreadable", by n;

    // The practice run.
    practice_title = "practice.title";
    practice_lead = "practice.lead";
    practice_due(n: usize) = "practice.due", by n;
    practice_none_due = "practice.none_due";
    practice_none_written = "practice.none_written";
    practice_to_write = "practice.to_write";
    practice_begin = "practice.begin";
    practice_all(n: usize) = "practice.all", by n;
    practice_timer = "practice.timer";
    practice_timer_name = "practice.timer_name";
    practice_elapsed(minutes: &str, seconds: &str) = "practice.elapsed";
    practice_ahead(n: usize) = "practice.ahead", by n;
    practice_last = "practice.last";
    practice_reveal = "practice.reveal";
    practice_stop = "practice.stop";
    practice_answer = "practice.answer";
    practice_empty = "practice.empty";
    practice_sat = "practice.sat";
    practice_again = "practice.again";
    practice_gone = "practice.gone";
    practice_go_on = "practice.go_on";
    practice_done = "practice.done";
    practice_done_sat(n: usize) = "practice.done_sat", by n;
    practice_done_again(n: usize) = "practice.done_again", by n;
    practice_how = "practice.how";
    practice_how_body = "practice.how_body";
    practice_next(day: &str) = "practice.next";
    practice_now = "practice.now";

    // The sheet for a friend, and the card.
    mock_title = "mock.title";
    mock_lead = "mock.lead";
    mock_friend = "mock.friend";
    mock_step_1 = "mock.step_1";
    mock_step_2 = "mock.step_2";
    mock_step_3 = "mock.step_3";
    mock_step_4 = "mock.step_4";
    mock_watch = "mock.watch";
    mock_questions = "mock.questions";
    mock_common_1 = "mock.common_1";
    mock_common_2 = "mock.common_2";
    mock_common_3 = "mock.common_3";
    mock_common_4 = "mock.common_4";
    mock_common_5 = "mock.common_5";
    mock_tick_question = "mock.tick_question";
    mock_tick_example = "mock.tick_example";
    mock_tick_short = "mock.tick_short";
    mock_end = "mock.end";
    mock_noted = "mock.noted";
    mock_best = "mock.best";
    mock_change = "mock.change";
    mock_new = "mock.new";
    mock_new_hint = "mock.new_hint";
    card_title = "card.title";
    card_lead = "card.lead";

    // How the score works.
    how_title = "how.title";
    how_lead = "how.lead";
    how_contents = "how.contents";
    how_adds_up = "how.adds_up";
    how_points = "how.points";
    how_reason = "how.reason";
    how_bands = "how.bands";
    how_evidence = "how.evidence";
    how_outside(n: usize) = "how.outside", by n;
    how_version(version: &str) = "how.version";

    // Your data.
    data_title = "data.title";
    data_lead = "data.lead";
    data_where = "data.where";
    data_where_ready = "data.where_ready";
    data_where_safari = "data.where_safari";
    data_export = "data.export";
    data_export_body = "data.export_body";
    data_export_button = "data.export_button";
    data_import = "data.import";
    data_import_body = "data.import_body";
    data_import_pick = "data.import_pick";
    data_import_reading = "data.import_reading";
    data_import_progress(done: usize, of: usize) = "data.import_progress";
    data_import_stop = "data.import_stop";
    data_import_preview = "data.import_preview";
    data_import_done = "data.import_done";
    data_import_undone = "data.import_undone";
    data_import_deleted_elsewhere(n: usize) = "data.import_deleted_elsewhere", by n;
    data_import_deleted_here(n: usize) = "data.import_deleted_here", by n;
    data_import_lesser(n: usize) = "data.import_lesser", by n;
    data_import_first(n: usize) = "data.import_first";
    data_import_unreadable(n: usize) = "data.import_unreadable", by n;
    data_import_unchecked(n: usize) = "data.import_unchecked", by n;
    data_import_rescored(n: usize) = "data.import_rescored", by n;
    data_import_agree = "data.import_agree";
    data_import_cancel = "data.import_cancel";
    data_import_undo = "data.import_undo";
    data_file_missing = "data.file_missing";
    data_file_unreadable = "data.file_unreadable";
    data_file_not_ours = "data.file_not_ours";
    data_file_newer = "data.file_newer";
    data_aside_body(n: usize) = "data.aside_body", by n;
    data_aside_button = "data.aside_button";
    data_keys = "data.keys";
    data_settings = "data.settings";
    data_erase = "data.erase";
    data_erase_body = "data.erase_body";
    data_erase_ask = "data.erase_ask";
    data_erase_agree = "data.erase_agree";
    data_erase_cancel = "data.erase_cancel";
    data_erase_done = "data.erase_done";
    data_erase_failed = "data.erase_failed";

    // What the store can do.
    storage_newer_title = "storage.newer_title";
    storage_newer_body = "storage.newer_body";
    storage_full_title = "storage.full_title";
    storage_full_body = "storage.full_body";
    storage_blocked_title = "storage.blocked_title";
    storage_blocked_body = "storage.blocked_body";
    storage_temporary = "storage.temporary";
    storage_cleared_title = "storage.cleared_title";
    storage_cleared_body = "storage.cleared_body";
    storage_aside_title = "storage.aside_title";
    storage_aside_body(n: usize) = "storage.aside_body", by n;
    storage_aside_link = "storage.aside_link";

    // What is said aloud when the eye may miss it.
    notice_saved = "notice.saved";
    notice_deleted = "notice.deleted";
    notice_brought_back = "notice.brought_back";
    app_print_failed_title = "app.print_failed_title";
    app_print_failed_body = "app.print_failed_body";
    storage_export_failed_title = "storage.export_failed_title";
    storage_export_failed_body = "storage.export_failed_body";
    notice_exported = "notice.exported";
    notice_imported = "notice.imported";
    notice_undone = "notice.undone";

    about_interviewers_hint = "about.interviewers_hint";
    about_interviewers_one = "about.interviewers_one";
    about_interviewers_two = "about.interviewers_two";
    about_interviewers_three = "about.interviewers_three";
    about_interviewers_more = "about.interviewers_more";
    answers_closed_title = "answers.closed_title";
    answers_closed = "answers.closed";
    check_open = "check.open";
    correct_hint = "correct.hint";
    data_earlier_stay = "data.earlier_stay";
    data_outside_questions_hint(n: usize) = "data.outside_hint", by n;
    data_where_browser = "data.where_browser";
    data_where_cleared = "data.where_cleared";
    data_where_private = "data.where_private";
    history_another = "history.another";
    history_begin = "history.begin";
    history_import = "history.import";
    history_tools = "history.tools";
    history_more(n: usize) = "history.more", by n;
    history_chart_averages(n: usize) = "history.chart_averages", by n;
    notice_left(n: usize) = "notice.left", by n;
    how_answer = "how.answer";
    how_band = "how.band";
    how_band_means = "how.band_means";
    how_graded(letter: &str, means: &str) = "how.graded";
    how_sentence(who: &str, what: &str) = "how.sentence";
    how_limits = "how.limits";
    how_topic = "how.topic";
    how_combine_sum = "how.combine.sum";
    how_combine_strongest = "how.combine.strongest";
    how_own_side(topics: &str) = "how.own_side";
    how_total = "how.total";
    how_from_to(low: &str, high: &str) = "how.from_to";
    how_from(low: &str) = "how.from";
    how_band_score(low: &str, high: &str) = "how.band_score";
    how_enough(n: usize) = "how.enough";
    how_half_width(fixed: &str, more: &str) = "how.half_width";
    how_base(n: usize) = "how.base";
    how_base_row(people: &str, n: usize) = "how.base_row";
    import_counts(what: &str, new: usize, updated: usize, unchanged: usize) = "data.import_counts";
    import_results = "data.import_results";
    import_drafts = "data.import_drafts";
    import_items = "data.import_items";
    import_bring_back = "data.import_bring_back";
    import_bring_back_hint = "data.import_bring_back_hint";
    import_bring_all_back = "data.import_bring_all_back";
    import_deleted_draft = "data.import_deleted_draft";
    import_deleted_item = "data.import_deleted_item";
    import_set_aside(n: usize) = "data.import_set_aside", by n;
    import_refused = "data.import_refused";
    import_damaged = "data.file_damaged";
    now_late(when: &str, fine: &str) = "result.todo_late";
    now_overdue(when: &str) = "result.todo_overdue";
    past_actions(done: usize, n: usize) = "past.actions", by n;
    past_actions_none(n: usize) = "past.actions_none", by n;
    past_actions_all(n: usize) = "past.actions_all", by n;
    past_see_actions = "past.see_actions";
    past_delete = "past.delete";
    past_made_with(version: &str, moment: &str) = "past.made_with";
    past_outcome_hint = "past.outcome_hint";
    question_grade(grade: &str) = "question.grade";
    question_said_by(who: &str) = "question.said_by";
    question_no_guess = "question.no_guess";
    result_label_and_outcome = "result.label_and_outcome";
    result_missing = "result.missing";
    result_missing_lead = "result.missing_lead";
    result_range_sentence(range: &str) = "result.range_sentence";
    result_range_both(range: &str, other_side: &str) = "result.range_both";
    result_reasons_points = "result.reasons_points";
    result_scale_felt(felt: usize, steps: usize) = "result.scale_felt";
    share_both(one: &str, other: &str) = "result.share_both";
    start_first = "start.first";
    start_time = "start.time";
    erase_sure(n: usize) = "data.erase_sure", by n;
    storage_in_memory(n: usize) = "storage.in_memory", by n;
    storage_refused_title = "storage.refused_title";
    storage_refused_body = "storage.refused_body";

    label_problem_not_a_number(most: usize) = "label.problem_not_a_number";
    label_problem_too_long(most: usize) = "label.problem_too_long";
    data_file_too_large(most: usize) = "data.file_too_large";
    data_file_not_json(line: usize, column: usize) = "data.file_not_json";
    data_file_not_text = "data.file_not_text";
    start_promise(how: Mark<'_>) = "start.promise", as Html;
    check_not_answered = "check.not_answered";
    result_not_kept = "result.not_kept";
    data_others = "data.others";
    data_others_of(n: usize, quiz: &str) = "data.others_of", by n;
    data_others_open = "data.others_open";
    data_used(percent: &str, n: usize) = "data.used", by n;
    stored_problem(field: &str, what: &str) = "stored.problem";
    stored_not_json(line: usize, column: usize) = "stored.not_json";
    stored_missing = "stored.missing";
    stored_not_kind = "stored.not_kind";
    stored_longer(most: usize) = "stored.longer";
    stored_outside(low: &str, high: &str) = "stored.outside";
    stored_not_a_time = "stored.not_a_time";
    stored_not_an_id = "stored.not_an_id";
    stored_unknown_word = "stored.unknown_word";
    stored_not_the_key = "stored.not_the_key";
    stored_too_large = "stored.too_large";
    stored_newer = "stored.newer";
    stored_not_text = "stored.not_text";

    // How well do you read interviews?
    calibration_title = "calibration.title";
    calibration_lead = "calibration.lead";
    calibration_nothing = "calibration.nothing";
    calibration_few(n: usize) = "calibration.few", by n;
    calibration_counts = "calibration.counts";
    calibration_counts_others = "calibration.counts_others";
    calibration_all(n: usize, yes: usize) = "calibration.all", by n;
    calibration_all_none(n: usize) = "calibration.all_none", by n;
    calibration_all_all(n: usize) = "calibration.all_all", by n;
    calibration_felt_bad(n: usize, yes: usize) = "calibration.felt_bad", by n;
    calibration_felt_bad_none(n: usize) = "calibration.felt_bad_none", by n;
    calibration_felt_bad_all(n: usize) = "calibration.felt_bad_all", by n;
    calibration_felt_fair(n: usize, yes: usize) = "calibration.felt_fair", by n;
    calibration_felt_fair_none(n: usize) = "calibration.felt_fair_none", by n;
    calibration_felt_fair_all(n: usize) = "calibration.felt_fair_all", by n;
    calibration_felt_good(n: usize, yes: usize) = "calibration.felt_good", by n;
    calibration_felt_good_none(n: usize) = "calibration.felt_good_none", by n;
    calibration_felt_good_all(n: usize) = "calibration.felt_good_all", by n;
    calibration_signs_bad(n: usize, yes: usize) = "calibration.signs_bad", by n;
    calibration_signs_bad_none(n: usize) = "calibration.signs_bad_none", by n;
    calibration_signs_bad_all(n: usize) = "calibration.signs_bad_all", by n;
    calibration_signs_fair(n: usize, yes: usize) = "calibration.signs_fair", by n;
    calibration_signs_fair_none(n: usize) = "calibration.signs_fair_none", by n;
    calibration_signs_fair_all(n: usize) = "calibration.signs_fair_all", by n;
    calibration_signs_good(n: usize, yes: usize) = "calibration.signs_good", by n;
    calibration_signs_good_none(n: usize) = "calibration.signs_good_none", by n;
    calibration_signs_good_all(n: usize) = "calibration.signs_good_all", by n;
    calibration_came(n: usize, bad: usize) = "calibration.came", by n;
    calibration_came_none(n: usize) = "calibration.came_none", by n;
    calibration_came_all(n: usize) = "calibration.came_all", by n;
    calibration_did_not(n: usize, good: usize) = "calibration.did_not", by n;
    calibration_did_not_none(n: usize) = "calibration.did_not_none", by n;
    calibration_did_not_all(n: usize) = "calibration.did_not_all", by n;
    calibration_all_same = "calibration.all_same";
    calibration_more_pending(pending: usize, n: usize) = "calibration.more_pending";
    calibration_new_version(least: usize) = "calibration.new_version";
    calibration_rate_title = "calibration.rate_title";
    calibration_rate(rate: &str, range: &str) = "calibration.rate";
    calibration_own_rate = "calibration.own_rate";
    calibration_own_rate_hint = "calibration.own_rate_hint";
    calibration_lean_low(tenths: usize) = "calibration.lean_low";
    calibration_lean_high(tenths: usize) = "calibration.lean_high";
    calibration_picture = "calibration.picture";
    calibration_picture_lead = "calibration.picture_lead";
    calibration_column_group = "calibration.column_group";
    calibration_column_ends = "calibration.column_ends";
    calibration_column_came = "calibration.column_came";
    calibration_column_range = "calibration.column_range";
    calibration_column_said = "calibration.column_said";
    calibration_of(yes: usize, n: usize) = "calibration.of";
    calibration_may(range: &str) = "calibration.may";
    calibration_said(range: &str) = "calibration.said";
    calibration_too_few(least: usize) = "calibration.too_few";
    calibration_group_bad = "calibration.group_bad";
    calibration_group_fair = "calibration.group_fair";
    calibration_group_good = "calibration.group_good";
    calibration_nearer = "calibration.nearer";
    calibration_gut_nearer = "calibration.gut_nearer";
    calibration_signs_nearer = "calibration.signs_nearer";
    calibration_too_close = "calibration.too_close";
    calibration_brier_lead = "calibration.brier_lead";
    calibration_guess = "calibration.guess";
    calibration_brier = "calibration.brier";
    calibration_brier_gut = "calibration.brier_gut";
    calibration_brier_signs = "calibration.brier_signs";
    calibration_brier_base = "calibration.brier_base";
    calibration_shift = "calibration.shift";
    calibration_shift_up(points: &str) = "calibration.shift_up";
    calibration_shift_down(points: &str) = "calibration.shift_down";
    calibration_shift_none = "calibration.shift_none";
    calibration_fit(tenths: usize, points: &str) = "calibration.fit";
    calibration_own_shift = "calibration.own_shift";
    calibration_rows = "calibration.rows";
    calibration_rows_cut(most: usize) = "calibration.rows_cut";
    calibration_pending(n: usize) = "calibration.pending", by n;
    calibration_left = "calibration.left";
    calibration_left_too_little(n: usize) = "calibration.left_too_little", by n;
    calibration_left_no_gut(n: usize) = "calibration.left_no_gut", by n;
    calibration_left_known(n: usize) = "calibration.left_known", by n;
    calibration_left_stepped_back(n: usize) = "calibration.left_stepped_back", by n;
    calibration_left_version(n: usize) = "calibration.left_version", by n;
    calibration_steps = "calibration.steps";
    calibration_step_rows(least: usize) = "calibration.step_rows";
    calibration_step_counts(from: usize) = "calibration.step_counts";
    calibration_step_base(from: usize) = "calibration.step_base";
    calibration_step_picture(from: usize) = "calibration.step_picture";
    calibration_step_same = "calibration.step_same";
    calibration_step_never = "calibration.step_never";
    result_own_rate = "result.own_rate";

    // How it turned out.
    outcome_note = "outcome.note";
    outcome_note_hint = "outcome.note_hint";
    outcome_close = "outcome.close";
    outcome_close_hint = "outcome.close_hint";
    outcome_closed = "outcome.closed";
    ask_outcome = "ask.outcome";
    ask_outcome_body(name: &str, day: &str) = "ask.outcome_body";
    ask_outcome_unpromised(name: &str) = "ask.outcome_unpromised";
    ask_outcome_other = "ask.outcome_other";
    ask_outcome_not_yet = "ask.outcome_not_yet";
    look_title = "look.title";
    look_ask = "look.ask";
    look_hint = "look.hint";
    look_first = "look.first";
    look_later(day: &str) = "look.later";
    look_summary(first: &str, later: &str) = "look.summary";
    look_milder = "look.milder";
    look_same = "look.same";
    look_harsher = "look.harsher";
    story_title = "story.title";
    story_lead(n: usize) = "story.lead", by n;
    story_round(felt: &str, signs: &str, outcome: &str) = "story.round";
    history_round(at: usize, of: usize) = "history.round";

    // Taking it along.
    text_export = "along.one";
    along_title = "along.title";
    along_open = "along.open";
    report_title = "report.title";
    report_open_page = "report.open_page";
    report_print = "report.print";
    report_done = "report.done";
    report_open = "report.open";
    report_line(what: &str, mark: &str) = "report.line";
    link_lead = "link.lead";
    link_copy = "link.copy";
    link_by_hand = "link.by_hand";
    link_copied = "link.copied";
    link_not_copied = "link.not_copied";
    link_too_long = "link.too_long";
    open_title = "open.title";
    open_body = "open.body";
    open_draft_title = "open.draft_title";
    open_draft_body = "open.draft_body";
    open_draft_keep = "open.draft_keep";
    open_keep = "open.keep";
    open_leave = "open.leave";
    open_here = "open.here";
    open_history = "open.history";
    open_show_own = "open.show_own";
    open_bad = "open.bad";
    open_other_quiz = "open.other_quiz";
    open_other_quiz_body(quiz: &str) = "open.other_quiz_body";
    open_other_quiz_link = "open.other_quiz_link";
    open_not_ours = "open.not_ours";
    open_newer = "open.newer";
    open_too_long(most: usize) = "open.too_long";
    open_cut = "open.cut";
    open_damaged = "open.damaged";
    open_ask_again = "open.ask_again";
    data_along = "data.along";
    data_along_body = "data.along_body";
    data_along_sheet = "data.along_sheet";
    data_along_semicolons = "data.along_semicolons";
    data_along_commas = "data.along_commas";
    data_along_words = "data.along_words";
    data_along_one = "data.along_one";

    // An address that leads nowhere.
    unknown_title = "unknown.title";
    unknown_body(address: &str) = "unknown.body";
    unknown_home = "unknown.home";
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::wire::language::LANGUAGES;
    use crate::wire::locale::{English, Plural};
    use crate::wire::text_catalogue::built_in;

    /// Everything that is wrong with a language's file, line by line.
    fn problems(file: &str, json: &str, plurals: &[Plural]) -> Vec<String> {
        let texts = match TextCatalogue::parse(json) {
            Ok(texts) => texts,
            Err(why) => return vec![format!("{file}: {why}")],
        };
        let found = problems_by_key(&texts, plurals).into_iter();
        let placed = found.map(|(key, what)| match line_of(json, &key) {
            Some(line) => format!("{file}:{line}: {what}"),
            None => format!("{file}: {what}"),
        });
        placed.collect()
    }

    /// The line that a key stands in, counted from 1.
    fn line_of(json: &str, key: &str) -> Option<usize> {
        let begins = format!("\"{key}\"");
        let mut lines = json.lines();
        lines
            .position(|line| line.trim_start().starts_with(&begins))
            .map(|before| before + 1)
    }

    /// What is wrong, each with the key that it is about.
    fn problems_by_key(texts: &TextCatalogue, plurals: &[Plural]) -> Vec<(String, String)> {
        let mut wanted = BTreeMap::new();
        for message in MESSAGES {
            if message.counted {
                for plural in plurals {
                    wanted.insert(format!("{}.{}", message.key, plural.name()), message);
                }
            } else {
                wanted.insert(message.key.to_owned(), message);
            }
        }
        let mut problems = Vec::new();
        for (key, message) in &wanted {
            let found = match texts.get(key) {
                None => vec![format!("{key} is missing")],
                Some(text) => text_problems(key, text, message),
            };
            problems.extend(found.into_iter().map(|what| (key.clone(), what)));
        }
        let unused = texts.iter().filter(|(key, _)| !wanted.contains_key(*key));
        problems.extend(unused.map(|(key, _)| (key.to_owned(), format!("{key} is unused"))));
        problems
    }

    fn text_problems(key: &str, text: &str, message: &Message) -> Vec<String> {
        let mut found = Vec::new();
        let mut problems = Vec::new();
        for piece in pieces(text) {
            match piece {
                Piece::Words(words) if words.contains(['{', '}', '<']) => {
                    problems.push(format!("{key} has a stray brace or angle bracket"));
                }
                Piece::Words(_) => {}
                Piece::Slot { name, inner } => found.push((name, !inner.is_empty())),
            }
        }
        let left_out = message.slots.iter().filter(|(name, _)| {
            // A counted text may say the number in its own words: "your first result".
            let counts = message.counted && *name == "n";
            !counts && !found.iter().any(|(known, _)| known == name)
        });
        problems.extend(left_out.map(|(name, _)| format!("{key} lacks {{{name}}}")));
        let unknown = found.iter().filter(|slot| !message.slots.contains(slot));
        problems.extend(unknown.map(|(name, _)| {
            format!("{key} has {{{name}}}, which nothing fills, or in another form")
        }));
        if text.trim() != text || text.is_empty() {
            problems.push(format!("{key} is empty or begins or ends with a space"));
        }
        problems
    }

    #[track_caller]
    fn english() -> Text {
        match built_in("en").map(TextCatalogue::parse) {
            Some(Ok(texts)) => Text::new(texts, Rc::new(English)),
            wrong => panic!("{wrong:?}"),
        }
    }

    #[test]
    fn every_message_has_its_text_in_every_language_and_no_text_is_unused() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/text");
        let mut expected = Vec::new();
        for language in LANGUAGES {
            let name = format!("text/{}.json", language.tag);
            let path = format!("{folder}/{}.json", language.tag);
            let json = std::fs::read_to_string(path).unwrap_or_else(|why| panic!("{name}: {why}"));
            let problems = problems(&name, &json, language.plurals);
            assert!(problems.is_empty(), "{}", problems.join("\n"));
            // A file for a region has only what is spelled otherwise there; tests/spelling.rs reads it.
            let all = std::iter::once(&language.tag).chain(language.spellings);
            expected.extend(all.map(|tag| format!("{tag}.json")));
        }
        let mut there: Vec<String> = std::fs::read_dir(folder)
            .into_iter()
            .flatten()
            .flatten()
            .map(|file| file.file_name().to_string_lossy().into_owned())
            .collect();
        there.sort();
        expected.sort();
        assert_eq!(there, expected, "wire/language.rs lists the languages");
    }

    #[test]
    fn a_language_has_each_form_of_a_counted_text_that_its_numbers_take() {
        let arabic = crate::wire::language::language("ar").map_or(&[][..], |arabic| arabic.plurals);
        let counted = "{\n  \"history.count.one\": \"a\",\n  \"history.count.other\": \"{m}\"\n}";
        let found = problems("text/ar.json", counted, arabic);
        let about: Vec<&str> = found
            .iter()
            .map(String::as_str)
            .filter(|problem| problem.contains("history.count."))
            .collect();
        assert_eq!(
            about,
            [
                "text/ar.json: history.count.few is missing",
                "text/ar.json: history.count.many is missing",
                "text/ar.json:3: history.count.other has {m}, which nothing fills, or in another form",
                "text/ar.json: history.count.two is missing",
                "text/ar.json: history.count.zero is missing",
            ]
        );
    }

    #[test]
    fn a_wrong_catalogue_is_named_line_by_line() {
        let json = r#"{"a": "{n} things", "c.one": "{x}", "d": "it {link} <b>"}"#;
        let texts = TextCatalogue::parse(json).unwrap_or_default();
        let plain = Message {
            key: "a",
            slots: &[],
            counted: false,
        };
        let marked = Message {
            key: "d",
            slots: &[("link", true)],
            counted: false,
        };
        let [a, d] = [("a", &plain), ("d", &marked)]
            .map(|(key, message)| text_problems(key, texts.get(key).unwrap_or_default(), message));
        assert_eq!(a, ["a has {n}, which nothing fills, or in another form"]);
        assert_eq!(
            d,
            [
                "d has a stray brace or angle bracket",
                "d has {link}, which nothing fills, or in another form"
            ]
        );
        let found = problems("text/en.json", json, &[Plural::One]);
        assert!(found.contains(&"text/en.json: c.one is unused".to_owned()));
        let found = problems("text/en.json", "{\n\"c.one\": \"x\"}", &[Plural::One]);
        assert!(found.contains(&"text/en.json:2: c.one is unused".to_owned()));
    }

    #[test]
    fn texts_are_taken_apart_and_nothing_in_them_can_fail() {
        let words = Piece::Words;
        let slot = |name, inner| Piece::Slot { name, inner };
        assert_eq!(pieces("plain"), [words("plain")]);
        assert_eq!(
            pieces("{a} of {b}"),
            [slot("a", ""), words(" of "), slot("b", "")]
        );
        assert_eq!(
            pieces("Read {link}how{/link}."),
            [words("Read "), slot("link", "how"), words(".")]
        );
        assert_eq!(pieces("{"), [words("{")]);
        assert_eq!(pieces("a{b"), [words("a{b")]);
        assert_eq!(pieces(""), []);
    }

    #[test]
    fn what_a_person_wrote_is_never_taken_for_a_place_left_open() {
        let text = english();
        assert_eq!(text.result_name("{role}", "<b>"), "{role}: <b>");
    }

    /// Each text with a count as it is read for none, one, two and five: one thing is a singular, and its verb is one
    /// too; any other number has plurals.
    #[test]
    fn a_text_with_a_count_reads_well_for_every_count() {
        // What is counted, and what it does.
        const NOUNS: [&str; 10] = [
            "result",
            "thing",
            "place",
            "word",
            "character",
            "interview",
            "round",
            "answer",
            "lesson",
            "text",
        ];
        const VERBS: [(&str, &str); 4] = [
            ("is", "are"),
            ("was", "were"),
            ("has", "have"),
            ("waits", "wait"),
        ];
        let english = english();
        let read = |message: &Message, count: usize| {
            let words = pieces(english.get_for(message.key, count)).into_iter();
            let words = words.map(|piece| match piece {
                Piece::Words(words) => words.to_owned(),
                Piece::Slot { name: "n", .. } => English.number(count),
                Piece::Slot { inner: "", .. } => "X".to_owned(),
                Piece::Slot { inner, .. } => inner.to_owned(),
            });
            words.collect::<String>()
        };
        let mut wrong = Vec::new();
        let counted = MESSAGES.iter().filter(|message| message.counted);
        // Its verb goes with how many are done, and its noun with all.
        for message in counted.filter(|message| message.key != "past.actions") {
            for count in [0, 1, 2, 5] {
                let text = read(message, count);
                let number = English.number(count);
                let mut words = text.split(' ').map(|word| word.trim_matches([',', '.']));
                if !words.any(|word| word == number) {
                    continue;
                }
                // What comes after these is another thing than the one that is counted.
                let near = words
                    .take(4)
                    .take_while(|word| !["of", "with"].contains(word));
                let near: Vec<&str> = near.collect();
                let is_plural = |word: &&str| {
                    let (one, several) = (
                        NOUNS.contains(word) || VERBS.iter().any(|(one, _)| one == word),
                        word.strip_suffix('s')
                            .is_some_and(|one| NOUNS.contains(&one))
                            || VERBS.iter().any(|(_, several)| several == word),
                    );
                    (one != several).then_some(several)
                };
                let found = near.iter().find_map(is_plural);
                if found.is_some_and(|is_plural| is_plural == (count == 1)) {
                    wrong.push(format!("{}: {text}", message.key));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn several_things_are_one_part_of_a_sentence() {
        let text = english();
        assert_eq!(text.list(&[]), "");
        assert_eq!(text.list(&["a"]), "a");
        assert_eq!(text.list(&["a", "b"]), "a and b");
        assert_eq!(text.list(&["a", "b", "c", "d"]), "a, b, c and d");
    }

    #[test]
    fn counts_choose_their_form_and_are_grouped() {
        let text = english();
        assert_eq!(text.history_count(1), "1 result");
        assert_eq!(text.history_count(2000), "2,000 results");
    }
}
