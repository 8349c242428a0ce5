//! What a request of actions is answered.

use super::batch::Verdict;
use super::errors::fault;
use serde::Deserialize;

/// An answer to a request of actions.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ActionAnswer {
    result: String,
    #[serde(default)]
    completed: usize,
    #[serde(default)]
    not_completed: usize,
    #[serde(default)]
    errors: Vec<ActionError>,
}

/// One error of it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct ActionError {
    index: Option<usize>,
    step: Option<usize>,
    #[serde(rename = "requestID")]
    request_id: Option<String>,
    #[serde(default)]
    message: String,
    #[serde(default)]
    error_code: String,
}

impl ActionAnswer {
    /// What it means for each of the commands that had `request_ids`, in their order.
    ///
    /// A command is done when the answer's counts say so: one that no error names, in an answer
    /// whose counts do not fit its errors, is not confirmed.
    pub fn verdicts(&self, request_ids: &[String]) -> Vec<Verdict> {
        let mut verdicts: Vec<Option<Verdict>> = vec![None; request_ids.len()];
        for error in &self.errors {
            let Some(place) = error.place(request_ids) else { continue };
            let new = Verdict::Failed(error.step, fault(&error.error_code, &error.message));
            let earlier = match &verdicts[place] {
                Some(Verdict::Failed(known, _)) => *known <= error.step,
                _ => false,
            };
            if !earlier {
                verdicts[place] = Some(new);
            }
        }
        let failed = verdicts.iter().flatten().count();
        let fits = self.completed + self.not_completed == request_ids.len()
            && self.not_completed == failed
            && (failed == 0) == (self.result == "success");
        let rest = if fits { Verdict::Done } else { Verdict::Untold(self.words(failed)) };
        verdicts.into_iter().map(|one| one.unwrap_or_else(|| rest.clone())).collect()
    }

    fn words(&self, failed: usize) -> String {
        format!(
            "the target's answer contradicts itself: result \"{}\", {} completed, {} not, and \
             errors of {failed}; what was done shows at the next sync",
            self.result, self.completed, self.not_completed
        )
    }
}

impl ActionError {
    fn place(&self, request_ids: &[String]) -> Option<usize> {
        match &self.request_id {
            Some(id) => request_ids.iter().position(|one| one == id),
            None => self.index.filter(|index| *index < request_ids.len()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rolecall_directory::Cause;
    use serde_json::{Value, json};

    fn verdicts(answer: Value) -> Vec<Verdict> {
        let ids = ["a", "b", "c"].map(str::to_owned);
        serde_json::from_value::<ActionAnswer>(answer).unwrap().verdicts(&ids)
    }

    fn error(index: usize, id: Option<&str>, step: usize) -> Value {
        let code = "error.group.not_found";
        json!({"index": index, "step": step, "requestID": id, "message": "no", "errorCode": code})
    }

    #[test]
    fn errors_find_their_command() {
        let answer = json!({"result": "partial", "completed": 1, "notCompleted": 2, "errors":
            [error(0, None, 1), error(7, Some("c"), 3), error(7, Some("c"), 2)]});
        let told = verdicts(answer);
        assert!(matches!(&told[0], Verdict::Failed(Some(1), _)), "by index: {told:?}");
        assert_eq!(told[1], Verdict::Done, "no error names it and the counts fit");
        let Verdict::Failed(Some(2), fault) = &told[2] else { panic!("the first step: {told:?}") };
        assert_eq!(fault.cause, Cause::NotFound, "with its cause");
    }

    #[test]
    fn an_answer_that_contradicts_itself_confirms_nothing() {
        let lies = [
            json!({"result": "success", "completed": 2, "notCompleted": 0}),
            json!({"result": "success", "completed": 3, "notCompleted": 0,
                "errors": [error(0, None, 0)]}),
            json!({"result": "partial", "completed": 2, "notCompleted": 1,
                "errors": [error(9, Some("z"), 0)]}),
            json!({"result": "error", "completed": 3, "notCompleted": 0}),
            json!({"result": "success", "completed": 0, "notCompleted": 0,
                "completedInTestMode": 3}),
        ];
        for lie in lies {
            let told = verdicts(lie.clone());
            assert!(told.iter().all(|one| *one != Verdict::Done), "{lie}: {told:?}");
        }
    }
}
