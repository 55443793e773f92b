using Zhar.Live;
using Zhar.Web;

namespace ShowcaseWeb;

/// <summary>The start.</summary>
public static class PageHtml
{
    private static readonly Part[] Parts =
    [
        new("/counter", "Counter", "GenServer · Supervisor", "One process owns a number. Crash it, hog a processor, and watch its supervisor put things right.", "M12 3v4m0 10v4M3 12h4m10 0h4M12 8a4 4 0 1 1 0 8 4 4 0 0 1 0-8Z"),
        new("/chat", "Chat", "LiveView · Presence · streams", "Rooms with history, and who is here and typing right now. Each window is a process; a lost connection loses no word.", "M4 5.500h16v11h-9l-4.500 3.500v-3.500H4z"),
        new("/blog", "Blog", "LiveView · PubSub · Repo", "Posts and comments. What one window writes, the others show, and a form keeps its input through a crash.", "M5 4h10l4 4v12H5zM14 4v5h5M8.500 13h7m-7 3.500h7"),
        new("/board", "Board", "Presence · optimistic lock", "Cards to drag, for many at once. See who is here and who edits what; nobody overwrites anybody.", "M4 5h4.500v14H4zM9.800 5h4.500v9H9.800zM15.500 5H20v11h-4.500z"),
        new("/kv", "Key-value store", "GenServer · write-through", "A dictionary in a process. Crash it, kill the whole server: what was put in is there again.", "M12 4c4 0 7 1.200 7 2.700S16 9.400 12 9.400 5 8.200 5 6.700 8 4 12 4Zm-7 2.700V17c0 1.600 3 2.800 7 2.800s7-1.200 7-2.800V6.700M5 12c0 1.500 3 2.700 7 2.700s7-1.200 7-2.700"),
        new("/dev/dashboard", "Dashboard", "Supervision tree · processes", "All of the above from inside: the tree with its restarts, each process with its mailbox, live. In development only.", "M4 19V9m5.300 10V5m5.400 14v-7M20 19V8"),
        new("/users", "Users", "Schema · Changeset · Controller", "One controller answers with HTML and with JSON, from one schema and its validations.", "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7Zm-6 9c0-3.3 2.7-5.5 6-5.5s6 2.2 6 5.5M16 5.2a3 3 0 0 1 0 5.6M17.5 15c2.2.6 3.5 2.5 3.5 5"),
    ];

    public static Html Home(Conn conn) => $"""
        <section class="hero">
          <h1>Let it crash. <em>The fire keeps burning.</em></h1>
          <p class="lead">Erlang's processes and supervisors, Phoenix's live pages and Ecto's data, for .NET and C#. Everything below runs in this one program, on an embedded database. Open a second window and watch it follow.</p>
          {conn.LiveRender<PulseLive>("pulse")}
        </section>
        <ul class="cards">{Each(Parts, p => p.Path, Card)}</ul>
        """;

    private static Html Card(Part part) => $"""
        <li class="card">
          <svg viewBox="0 0 24 24" width="28" height="28" aria-hidden="true"><path d="{part.Icon}"/></svg>
          <h2><a href="{part.Path}">{part.Name}</a></h2>
          <p class="made-of">{part.MadeOf}</p>
          <p>{part.Text}</p>
        </li>
        """;

    private sealed record Part(string Path, string Name, string MadeOf, string Text, string Icon);
}
