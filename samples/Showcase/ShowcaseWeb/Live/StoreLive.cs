using System.Collections.Immutable;
using Showcase;
using Zhar;
using Zhar.Data;
using Zhar.Live;
using Zhar.Web;
using static Zhar.Live.CoreComponents;
using static Zhar.Web.FormComponents;

namespace ShowcaseWeb;

/// <summary>The key-value store, shared by everybody.</summary>
public sealed partial class StoreLive : LiveView<StoreLive.Assigns>
{
    public sealed record Assigns(ImmutableSortedDictionary<string, string> Entries, Changeset<Entry> Changeset, string Pid, int Version);

    protected override async ValueTask<Mount<Assigns>> Mount(Params p, Session session)
    {
        PageTitle = "Key-value store";
        if (Connected)
            PubSub.Subscribe(Store.Topic);
        return new Assigns(await TheStore.TryList() is Ok<ImmutableSortedDictionary<string, string>>(var entries) ? entries : ImmutableSortedDictionary<string, string>.Empty, Fresh(), Process.WhereIs(Store.Name).ToString(), 0);
    }

    [Event] private void Validate(Params p) => State = State with { Changeset = Entry.Changeset(new(), p.Nested("entry")).WithAction(ChangesetAction.Validate) };

    [Event]
    private async Task Put(Params p)
    {
        switch (await TheStore.TryPut(p.Nested("entry")))
        {
            case Ok<Result<Entry>>(Ok<Entry>):
                State = State with { Changeset = Fresh(), Version = State.Version + 1 };
                break;
            case Ok<Result<Entry>>(Invalid<Entry>(var changeset)):
                State = State with { Changeset = changeset };
                break;
            default:
                PutFlash("error", "The store is being started again. Your input is still there: try once more.");
                break;
        }
    }

    [Event] private async Task Delete(string key) => await TheStore.TryDelete(key);

    [Event] private void Crash() => TheStore.Crash(Socket.Assigned<Visitor>(Visitor.Key.Name).Name);

    [Info] private void OnChanged(Store.Changed changed) => State = State with { Entries = changed.Entries, Pid = Process.WhereIs(Store.Name).ToString() };

    protected override Html Render(Assigns a) => $"""
        {Header(Html.Text("Key-value store"), Html.Text("A GenServer whose state is a dictionary. It writes through to the database, so a crash loses nothing."), $"""<button type="button" class="danger" phx-click="{On.Crash}">Crash the store</button>""")}
        <div class="split wide">
          <form id="put" class="panel" phx-change="{On.Validate}" phx-submit="{On.Put}">
            <h2>Put</h2>
            {Fields(new Form(a.Changeset, "entry"))}
            <div class="buttons"><button type="submit">Put</button></div>
          </form>
          <section class="panel" aria-labelledby="entries-title">
            <h2 id="entries-title">Entries</h2>
            <dl class="entries" id="entries">{Each(a.Entries, e => e.Key, e => $"""<div><dt>{e.Key}</dt><dd>{e.Value}</dd><dd><button type="button" class="quiet small" aria-label="Delete {e.Key}" phx-click="{On.Delete.With(("key", e.Key))}">Delete</button></dd></div>""")}</dl>
            {When(a.Entries.Count == 0, () => $"""<p class="hint">Empty. Put something in.</p>""")}
            <p class="hint">Owned by <code id="store-pid">{a.Pid}</code></p>
          </section>
        </div>
        """;

    private static Html Fields(Form f) => $"""
        {Input(f["key"], "Key", rest: Attrs.Of(("autocomplete", "off")))}
        {TextArea(f["value"], "Value", Attrs.Of(("rows", 3)))}
        """;

    private static Store.Ref TheStore => Store.Name;

    private static Changeset<Entry> Fresh() => Entry.Changeset(new(), Params.Empty);
}
