//! Plans that write nothing ask for changes too, and leave what is kept as it was.

use super::entra;
use rolecall_emulators::graph::Console;
use rolecall_engine::Report;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_asks_for_changes_and_keeps_nothing() {
    let (tenant, ids, _) = entra::tenant(1_000);
    let (world, console) = entra::world(Console::new(tenant)).await;
    let first = world.engine.plan(&world.configuration(), None).await.unwrap();
    assert_eq!(first.reading.people, 1_000, "before there is a workspace all is read");
    world.sync().await;
    console.tenant().set(&ids[7], json!({"accountEnabled": false}));
    console.tenant().delete_user(&ids[8], false);
    for _ in 0..2 {
        console.front.forget();
        let planned = world.engine.plan(&world.configuration(), Some(&world.store)).await.unwrap();
        assert_eq!(entra::asked(&console), 2, "one call a list");
        let head = Report::head_of_plan(&planned);
        let told = serde_json::to_value(head.with_steps(&planned)).unwrap();
        let suspended = &told["targets"]["console"]["accounts"]["suspend"];
        let wanted = json!(["u00007@example.com", "u00008@example.com"]);
        assert_eq!(*suspended, wanted, "what changed");
        assert_eq!(planned.reading.people, 999);
    }
    console.front.forget();
    assert!(world.sync().await > 0, "a run does it");
    assert_eq!(entra::asked(&console), 2, "from where the last run was: the plans kept nothing");
    assert!(!world.accounts()["u00008@example.com"].0, "disabled");
}
