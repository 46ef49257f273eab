//! What the program does in a frame: it talks with the page around, and tells it its height.

use super::Runtime;
use crate::app::event::Event;
use crate::app::route::Route;
use crate::browser::host::{self, Host, HostEvent, LayoutWatch, SizeWatch};
use crate::browser::watch;
use crate::wire::embed::{EarlyFrame, FromHost, ToHost};

/// What the program has in a frame.
pub(super) struct Frame {
    host: Option<Host>,
    layout: LayoutWatch,
    _size: Option<SizeWatch>,
}

impl Frame {
    /// Tells the page around something, once it can be heard.
    pub(super) fn post(&self, told: ToHost) {
        if let Some(host) = &self.host {
            host.post(told);
        }
    }
}

impl Runtime {
    /// Takes the connection to the page around over from the pages of the HTML, and goes on where they have come to; by a
    /// step of the person, or not. `id` names the frame to it; the complaints are for its owner.
    pub fn adopt_frame(&self, id: String, complaints: Vec<String>, is_step: bool) {
        complaints
            .iter()
            .for_each(|complaint| host::warn(complaint));
        let early_messages = host::early_messages(&id);
        let heard = self.clone();
        let layout = LayoutWatch::new(move |layout| heard.send(Event::LaidOut(layout)));
        let heard = self.clone();
        let size = SizeWatch::new(move || heard.look_at_layout());
        let heard = self.clone();
        let taken = Host::take_over(id, move |said| {
            heard.send(match said {
                HostEvent::Connected(same_origin_host) => Event::HostConnected { same_origin_host },
                HostEvent::Said(said) => Event::HostSpoke(said),
            });
        });
        let (host, before) = taken.unzip();
        self.0.frame.replace(Some(Frame {
            host,
            layout,
            _size: size,
        }));
        // A link would make an entry in the history of the page around.
        let heard = self.clone();
        let links =
            watch::link_followed(move |fragment| heard.send(Event::Went(Route::parse(fragment))));
        self.0.listeners.borrow_mut().extend(links);
        self.show_frame_theme();
        if let Some(before) = before {
            self.send(Event::FrameAdopted(EarlyFrame { is_step, ..before }));
        }
        // A focus that was asked for was given at once.
        let lasting = early_messages
            .into_iter()
            .filter(|said| *said != FromHost::Focus);
        for said in lasting {
            self.send(Event::HostSpoke(said));
        }
        self.look_at_layout();
    }

    /// Has the layout looked at, which may ask the page around for another height. Nothing outside of a frame.
    pub(super) fn look_at_layout(&self) {
        if let Some(frame) = &*self.0.frame.borrow() {
            frame.layout.look();
        }
    }

    /// Shows the colours and the font that the page around has asked for.
    pub(super) fn show_frame_theme(&self) {
        if let Some(embedding) = &self.state().embedding {
            let theme = &embedding.theme;
            let look = theme.look();
            host::show(&look, theme.font, theme.compact);
            look.refused.iter().for_each(|why| host::warn(why));
        }
    }
}
