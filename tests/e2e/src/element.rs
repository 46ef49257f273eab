//! Something on the page, found by what a person perceives of it.

use std::future::Future;

use anyhow::{Context, Result, bail};
use fantoccini::Client;
use fantoccini::elements::ElementRef;
use fantoccini::error::CmdError;
use fantoccini::key::Key;
use fantoccini::wd::WebDriverCompatibleCommand;
use http::Method;
use serde_json::{Value, json};
use url::Url;

use crate::Engine;
use crate::browser::LIMIT;

/// An element of the page. Every call has a time limit.
#[derive(Clone)]
pub struct Element {
    pub(crate) inner: fantoccini::elements::Element,
    pub(crate) engine: Engine,
}

/// Brings an element into sight in its own document. Promises nothing where it is in sight then, else its tag, the name
/// of its frame in the page around, and how far down in the frame its middle is.
const OUT_OF_SIGHT: &str = "
const [element] = arguments;
element.scrollIntoView({ block: 'center', behavior: 'instant' });
if (self === top) return null;
return new Promise((tell) => {
  const look = new IntersectionObserver(([{ intersectionRatio, boundingClientRect: { top, height } }]) => {
    look.disconnect();
    tell(intersectionRatio > 0.5 ? null : [element.localName, name, top + height / 2]);
  });
  look.observe(element);
});
";

/// Brings what is that far down in the frame of this name to the middle of the window. Gives the frame.
const SCROLL_AROUND: &str = "
const [wanted, down] = arguments;
const within = (root) => [...root.querySelectorAll('*')].flatMap((one) => {
  return one.localName === 'iframe' ? [one] : one.shadowRoot ? within(one.shadowRoot) : [];
});
const frame = within(document).find(({ name }) => name === wanted);
const top = frame.getBoundingClientRect().top + frame.clientTop + down - innerHeight / 2;
scrollBy({ top, behavior: 'instant' });
return frame;
";

/// Chooses from a list as a person does with the focus on it. Gives whether there is such a choice.
const CHOOSE: &str = "
const [list, label] = arguments;
list.focus({ preventScroll: true });
const option = [...list.options].find((option) => option.label === label);
if (!option) return false;
option.selected = true;
for (const type of ['input', 'change']) list.dispatchEvent(new Event(type, { bubbles: true }));
return true;
";

impl Element {
    /// Clicks in its middle, after scrolling it into view. Fails when something covers it.
    ///
    /// WebKit does not scroll the page around a frame of another site for what is in the frame, and its driver clicks
    /// beside the window then (seen in WebKitGTK 2.50). A person without a mouse presses a key there; before anything was
    /// done in the frame, WebKit lets nothing in it have the focus, and a person scrolls the page around.
    pub async fn click(&self) -> Result<()> {
        if self.engine == Engine::WebKit {
            let client = self.inner.clone().client();
            let element = vec![serde_json::to_value(&self.inner)?];
            let place = within("sight", client.execute(OUT_OF_SIGHT, element)).await?;
            if let Ok((tag, frame, down)) = serde_json::from_value::<(String, String, f64)>(place) {
                let key = if tag == "a" { Key::Enter } else { Key::Space };
                let pressed = self.type_text(&char::from(key).to_string()).await;
                if !pressed.as_ref().is_err_and(is_out_of_reach) {
                    return pressed;
                }
                within("page around", client.clone().enter_parent_frame()).await?;
                let place = vec![json!(frame), json!(down)];
                let frame = within("scroll", client.execute(SCROLL_AROUND, place)).await?;
                let frame = returned(client, &frame).context("the page has the frame")?;
                within("frame", frame.enter_frame()).await?;
            }
        }
        within("click", self.inner.click()).await
    }

    /// Brings it to where it can be touched.
    pub async fn scroll_into_view(&self) -> Result<()> {
        let script = "arguments[0].scrollIntoView({ block: 'center', behavior: 'instant' })";
        let client = self.inner.clone().client();
        let element = serde_json::to_value(&self.inner)?;
        within("scroll", client.execute(script, vec![element]))
            .await
            .map(drop)
    }

    /// Types into it. For keys without text, see [`crate::Browser::press`].
    pub async fn type_text(&self, text: &str) -> Result<()> {
        let (mut rest, mut typed) = (text, false);
        // WebKit's driver has no keys for such signs (seen in WebKitGTK 2.50). A person picks them from a list, which puts
        // them in like this.
        let is_picked = |sign: char| self.engine == Engine::WebKit && sign > '\u{ffff}';
        while let Some(place) = rest.find(is_picked) {
            let (before, after) = rest.split_at(place);
            let (picked, after) =
                after.split_at(after.find(|sign| !is_picked(sign)).unwrap_or(after.len()));
            self.send_keys(before).await?;
            let script =
                "arguments[0].focus(); document.execCommand('insertText', false, arguments[1])";
            let client = self.inner.clone().client();
            let arguments = vec![serde_json::to_value(&self.inner)?, json!(picked)];
            within("pick", client.execute(script, arguments)).await?;
            (rest, typed) = (after, true);
        }
        if typed && rest.is_empty() {
            return Ok(());
        }
        self.send_keys(rest).await
    }

    async fn send_keys(&self, text: &str) -> Result<()> {
        if self.engine == Engine::WebKit {
            // Its driver presses no key for a new line (seen in WebKitGTK 2.50).
            let text = text.replace('\n', &char::from(Key::Enter).to_string());
            return within("type", self.inner.send_keys(&text)).await;
        }
        within("type", self.inner.send_keys(text)).await
    }

    /// Empties a field.
    pub async fn clear(&self) -> Result<()> {
        within("clear", self.inner.clear()).await
    }

    /// Chooses a file in a file field.
    pub async fn choose_file(&self, file: &std::path::Path) -> Result<()> {
        self.type_text(&file.to_string_lossy()).await
    }

    /// Chooses an entry of a `<select>` by its words.
    pub async fn select(&self, label: &str) -> Result<()> {
        if self.engine != Engine::Firefox {
            return within("select", self.inner.select_by_label(label)).await;
        }
        // Its driver takes the focus away, as no person's choice does (seen in geckodriver 0.37).
        let client = self.inner.clone().client();
        let arguments = vec![serde_json::to_value(&self.inner)?, json!(label)];
        let chosen = within("select", client.execute(CHOOSE, arguments)).await?;
        if chosen != true {
            bail!("there is no choice of {label}");
        }
        Ok(())
    }

    /// The text as it is rendered.
    pub async fn text(&self) -> Result<String> {
        within("text", self.inner.text()).await
    }

    /// An attribute as it is written.
    pub async fn attribute(&self, name: &str) -> Result<Option<String>> {
        // WebKit's own command makes a whole address of `href` (seen in WebKitGTK 2.50).
        let script = "return arguments[0].getAttribute(arguments[1])";
        let client = self.inner.clone().client();
        let arguments = vec![serde_json::to_value(&self.inner)?, json!(name)];
        let said = within("attribute", client.execute(script, arguments)).await?;
        Ok(said.as_str().map(str::to_owned))
    }

    /// What is in a field.
    pub async fn value(&self) -> Result<String> {
        Ok(within("value", self.inner.prop("value"))
            .await?
            .unwrap_or_default())
    }

    /// Whether a radio, checkbox or option is chosen.
    pub async fn is_chosen(&self) -> Result<bool> {
        within("is chosen", self.inner.is_selected()).await
    }

    /// Whether it can be used.
    pub async fn is_enabled(&self) -> Result<bool> {
        within("is enabled", self.inner.is_enabled()).await
    }

    /// Whether a person can see it.
    pub async fn is_visible(&self) -> Result<bool> {
        within("is visible", self.inner.is_displayed()).await
    }

    /// Its left, top, width and height in CSS pixels.
    pub async fn rectangle(&self) -> Result<(f64, f64, f64, f64)> {
        within("rectangle", self.inner.rectangle()).await
    }

    /// Its tag, such as `select`.
    pub async fn tag(&self) -> Result<String> {
        within("tag", self.inner.tag_name()).await
    }

    /// The role that the browser tells assistive technology.
    pub async fn role(&self) -> Result<String> {
        let role = self.computed("computedrole").await?;
        // WebKit tells its own word for it, for which ARIA has none (seen in WebKitGTK 2.50).
        if role.is_empty() && self.tag().await? == "summary" {
            return Ok("button".to_owned());
        }
        Ok(role)
    }

    /// The name that the browser tells assistive technology.
    pub async fn name(&self) -> Result<String> {
        self.computed("computedlabel").await
    }

    /// Goes into this frame: whatever follows happens in it, until
    /// [`crate::Browser::leave_frame`].
    pub async fn enter_frame(&self) -> Result<()> {
        within("enter frame", self.inner.enter_frame()).await
    }

    async fn computed(&self, what: &'static str) -> Result<String> {
        let command = Computed {
            element: self.inner.element_id().to_string(),
            what,
        };
        let client = self.inner.clone().client();
        match within(what, client.issue_cmd(command)).await {
            Ok(Value::String(text)) => Ok(text),
            Ok(other) => bail!("the {what} is {other}"),
            // What is in the document and on no page, such as a child of an element that shows no children: WebKit's
            // driver calls it visible, and then knows nothing of it (seen in WebKitGTK 2.50).
            Err(error) if self.engine == Engine::WebKit && is_unknown(&error) => Ok(String::new()),
            Err(error) => Err(error),
        }
    }
}

/// The element that a script has returned, if it is one.
pub(crate) fn returned(client: Client, answer: &Value) -> Option<fantoccini::elements::Element> {
    let id = answer.as_object()?.values().next()?.as_str()?;
    let id = ElementRef::from(id.to_owned());
    Some(fantoccini::elements::Element::from_element_id(client, id))
}

/// Whether the driver cannot put the focus there.
fn is_out_of_reach(error: &anyhow::Error) -> bool {
    error
        .downcast_ref::<CmdError>()
        .is_some_and(CmdError::is_element_not_interactable)
}

/// Whether the driver says no more than that something went wrong.
fn is_unknown(error: &anyhow::Error) -> bool {
    error
        .downcast_ref::<CmdError>()
        .is_some_and(CmdError::is_unknown_error)
}

/// WebDriver's questions about accessibility, which fantoccini does not have.
#[derive(Debug)]
struct Computed {
    element: String,
    what: &'static str,
}

impl WebDriverCompatibleCommand for Computed {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, url::ParseError> {
        let session = session.unwrap_or_default();
        base.join(&format!(
            "session/{session}/element/{}/{}",
            self.element, self.what
        ))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::GET, None)
    }
}

/// Waits for a driver's answer, but not for ever.
pub(crate) async fn within<T>(
    what: &str,
    call: impl Future<Output = Result<T, CmdError>>,
) -> Result<T> {
    tokio::time::timeout(LIMIT, call)
        .await
        .with_context(|| format!("the browser did not answer in time: {what}"))?
        .with_context(|| what.to_owned())
}
