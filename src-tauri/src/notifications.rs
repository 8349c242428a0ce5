//! News of runs on the desktop; pressing one opens the page that tells more.

use crate::window;
use crate::words::{Filling, filled};
use rolecall_contract::types::News;
use tauri::AppHandle;
use tauri_plugin_notification::NotificationExt;

/// Under which name a notification carries its page.
const PAGE: &str = "page";
/// How many lines a notification has; systems show few.
const LINES: usize = 4;

/// What a notification says.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Note {
    title: String,
    body: String,
    page: String,
}

impl Note {
    fn of(news: &News) -> Self {
        let workspace = Filling::Text(&news.workspace);
        let title = filled("news.title", &[("workspace", workspace)]);
        let failures = news.failures.iter().map(|one| {
            let cause = filled(&format!("news.cause.{}", one.cause), &[]);
            let target = ("target", Filling::Text(&one.target));
            let cause = ("cause", Filling::Text(&cause));
            match one.people {
                0 => filled("news.unread", &[target, cause]),
                people => {
                    filled("news.people", &[target, cause, ("people", Filling::Number(people))])
                }
            }
        });
        let held = news.held.iter().map(|one| {
            let steps = ("steps", Filling::Number(one.steps));
            filled("news.held", &[("target", Filling::Text(&one.target)), steps])
        });
        let error = news.error.iter().map(|_| filled("news.error", &[]));
        let trial = news.trial.then(|| filled("news.trial", &[]));
        let lines: Vec<String> =
            trial.into_iter().chain(error).chain(failures).chain(held).collect();
        let mut body = lines.iter().take(LINES).cloned().collect::<Vec<_>>().join("\n");
        if lines.len() > LINES {
            body.push_str("\n…");
        }
        Self { title, body, page: news.page.clone() }
    }
}

/// The body as the desktop takes it: on Linux a few tags of HTML are read in it (Desktop
/// Notifications Specification 1.2, "Markup"), and names are text.
fn plain(body: &str) -> String {
    if cfg!(target_os = "linux") {
        body.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
    } else {
        body.to_owned()
    }
}

/// Shows `news`; where the desktop shows no notifications, that is logged.
pub(crate) fn show(app: &AppHandle, news: &News) {
    let Note { title, body, page } = Note::of(news);
    let builder = app.notification().builder().title(title).body(plain(&body));
    let shown = builder.extra(PAGE, page).show();
    if let Err(error) = shown {
        tracing::warn!(%error, "the desktop does not show the news of a run");
    }
}

/// Opens the page of a notification that is pressed.
pub(crate) fn listen(app: &AppHandle) {
    let handle = app.clone();
    let listening = app.notification().on_action(move |pressed| {
        let page = pressed.notification().and_then(|note| note.extra().get(PAGE)?.as_str());
        window::open_page(&handle, page.unwrap_or_default());
    });
    if let Err(error) = listening {
        tracing::warn!(%error, "notifications that are pressed open no page");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::words_of;
    use rolecall_contract::types::{FailureNews, HeldNews};

    fn failure(cause: &str, people: u64) -> FailureNews {
        let (cause, target) = (cause.to_owned(), "GoTo".to_owned());
        FailureNews { cause, target, people, fresh: people }
    }

    fn news(failures: Vec<FailureNews>) -> News {
        News {
            workspace: "Contoso".to_owned(),
            run: 7,
            trial: false,
            failures,
            held: Vec::new(),
            error: None,
            page: "/overview".to_owned(),
        }
    }

    #[test]
    fn causes_and_numbers_are_said() {
        let held = HeldNews { target: "GoTo".into(), guard: "removals".into(), steps: 212 };
        let failures = vec![failure("no_licences", 14), failure("credential_rejected", 0)];
        let note = Note::of(&News { held: vec![held], ..news(failures) });
        assert_eq!(note.title, "Rolecall: Contoso");
        assert_eq!(
            note.body,
            "GoTo: no licences left · 14 people\nGoTo: the credential is not accepted\n\
             GoTo: 212 steps are held"
        );
        assert_eq!(note.page, "/overview");
    }

    #[test]
    fn a_notification_stays_short_and_every_cause_has_words() {
        let causes = words_of("news.cause.");
        assert_eq!(causes.len(), 20, "{causes:?}");
        let note = Note::of(&news(causes.iter().map(|cause| failure(cause, 1)).collect()));
        assert_eq!(note.body.lines().count(), LINES + 1);
        for cause in causes {
            let body = Note::of(&news(vec![failure(&cause, 1)])).body;
            assert!(!body.contains("news.") && body.ends_with("1 person"), "{body}");
        }
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn names_are_no_markup() {
        assert_eq!(plain("R&D <Nord>: 3 people"), "R&amp;D &lt;Nord&gt;: 3 people");
    }

    #[test]
    fn a_trial_says_so() {
        let note = Note::of(&News { trial: true, ..news(Vec::new()) });
        assert_eq!(note.body, "This is a trial: news of runs appear here.");
    }
}
