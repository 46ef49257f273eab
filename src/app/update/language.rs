//! The language of the page: the one in its address, the one that the person chose, or the one that the page around has.

use std::rc::Rc;

use crate::app::collation::Collation;
use crate::app::event::Effect;
use crate::app::state::{LanguageChange, Notice};
use crate::domain::history::Id;
use crate::wire::language::PageLanguage;

use super::Transition;

impl Transition {
    /// The person chose a language. It is kept once the page is in it: a choice that came to nothing is none.
    pub(super) fn choose_language(&mut self, tag: &str) {
        self.state.languages.in_address = true;
        if tag == self.state.site.language {
            self.state.languages.change = LanguageChange::None;
            self.keep_language(tag);
        } else {
            self.ask_for_language(tag);
        }
    }

    /// Goes by what is kept, or by what the page around asks for, where the address names no language.
    pub(super) fn follow_language(&mut self) {
        let languages = &self.state.languages;
        if languages.in_address || !self.state.loaded {
            return;
        }
        let kept = self.state.preferences.language.as_ref().map(Id::as_str);
        let wanted = kept.or(languages.of_host.as_deref());
        let best = wanted.and_then(|wanted| PageLanguage::best(&languages.all, wanted));
        let best = best.map(|best| best.tag.clone());
        if let Some(best) = best.filter(|best| *best != self.state.site.language) {
            self.ask_for_language(&best);
        }
    }

    /// The page around wants this language, perhaps of another region.
    pub(super) fn host_wants_language(&mut self, tag: String) {
        // Numbers and days at once; words where there are any.
        self.effects.push(Effect::WriteAs(tag.clone()));
        self.state.languages.of_host = Some(tag);
        self.follow_language();
    }

    fn ask_for_language(&mut self, tag: &str) {
        let languages = &mut self.state.languages;
        let mut all = languages.all.iter();
        let is_asked = languages.change == LanguageChange::Asked(tag.to_owned());
        if let Some(language) = all.find(|one| one.tag == tag).filter(|_| !is_asked) {
            let language = Rc::new(language.clone());
            languages.change = LanguageChange::Asked(tag.to_owned());
            self.effects.push(Effect::Speak(language));
        }
    }

    /// The page is in another language. All that was typed and chosen stays.
    pub(super) fn language_spoken(&mut self, tag: String, collation: Collation) {
        self.state.languages.change = LanguageChange::None;
        self.state.collation = collation;
        Rc::make_mut(&mut self.state.site).language.clone_from(&tag);
        if let Some(embedding) = &mut self.state.embedding {
            embedding.measure_anew();
        }
        if self.state.languages.in_address {
            self.keep_language(&tag);
        }
        self.notify(Notice::LanguageChanged);
    }

    pub(super) fn language_failed(&mut self, tag: String) {
        let languages = &mut self.state.languages;
        // Somebody who has chosen another one meanwhile is not told.
        if languages.change == LanguageChange::Asked(tag.clone()) {
            languages.change = LanguageChange::Failed(tag.clone());
            self.notify(Notice::LanguageFailed(tag));
        }
    }

    fn keep_language(&mut self, tag: &str) {
        let language = Id::new(tag);
        if self.state.preferences.language != language {
            self.prefer(|prefs| prefs.language = language);
        }
    }
}
