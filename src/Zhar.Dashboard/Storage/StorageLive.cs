using System.Collections.Immutable;
using Zhar.Live;
using Zhar.Web;

namespace Zhar.Dashboard;

/// <summary>Names, registries, topics and tables.</summary>
internal sealed partial class StorageLive : LiveView<StorageLive.Assigns>
{
    internal sealed record Assigns(DashboardContext Context, string Search, StorageSnapshot Now);

    protected override ValueTask<Mount<Assigns>> Mount(Params p, Session session)
    {
        PageTitle = "Registries";
        return new(new Assigns(DashboardContext.Of(Socket), "", StorageSnapshot.Take(Node.Current, "")));
    }

    [Tick("00:00:01")] private void LookAgain()
    {
        if (State.Context.IsDue())
            State = State with { Now = StorageSnapshot.Take(Node.Current, State.Search) };
    }

    [Event] private void Search(string search)
    {
        var shown = (search.Length <= 100 ? search : search[..100]).Trim();
        State = State with { Search = shown, Now = StorageSnapshot.Take(Node.Current, shown) };
    }

    protected override Html Render(Assigns a) => $"""
        {Header($"Registries and tables", $"What the node finds by a name.", SearchForm(On.Search, a.Search, "Part of a name"))}
        {Panel("Registries, PubSub, sockets", List(a.Now.Services, "No registry or PubSub runs.", s => s.Name, "services",
        [
            new("Name", s => Html.Text(s.Name)),
            new("Kind", s => Html.Text(s.Kind)),
            new("Entries", s => Html.Text(s.Entries is { } n ? Format.Count(n) : "–")),
            new("Owner", s => ProcessLink(a.Context, s.Owner)),
        ]))}
        {Panel(a.Now.TopicsAreSample ? "Topics (of a sample of the subscriptions)" : "Topics", List(a.Now.Topics, "Nobody has subscribed to anything.", t => (t.PubSub, t.Topic), "topics",
        [
            new("Topic", t => Html.Text(t.Topic)),
            new("PubSub", t => Html.Text(t.PubSub)),
            new("Subscriptions", t => Html.Text(Format.Count(t.Subscribers))),
        ]))}
        {Panel("Tables with a name", List(a.Now.Tables, "No table has a name.", t => t.Name, "tables",
        [
            new("Name", t => Html.Text(t.Name)),
            new("Type", t => Html.Text(t.Type)),
            new("Protection", t => Html.Text(t.Protection)),
            new("Keys", t => Html.Text(Format.Count(t.Keys))),
            new("Owner", t => ProcessLink(a.Context, t.Owner)),
        ]))}
        {Panel("Registered names", $"""
            {When(a.Now.NameCount > a.Now.Names.Length, () => $"<p class=\"zd-note\">The first {a.Now.Names.Length} of {Format.Count(a.Now.NameCount)}. Search for others.</p>")}
            {List(a.Now.Names, "No process has such a name.", n => n.Name, "names",
            [
                new("Name", n => Html.Text(n.Name)),
                new("Process", n => ProcessLink(a.Context, n.Pid)),
            ])}
            """)}
        """;

    private static Html List<T, TKey>(ImmutableArray<T> rows, string nothing, Func<T, TKey> key, string id, IReadOnlyList<TableColumn<T>> columns)
        where TKey : notnull => If(rows.IsEmpty, () => Nothing(nothing), () => Table(id, rows, key, columns));
}
