using System.Globalization;
using Chat;
using Zhar.Live;
using Zhar.Web;
using static Zhar.Live.CoreComponents;
using static Zhar.Web.FormComponents;

namespace ChatWeb;

/// <summary>How the page looks.</summary>
public sealed partial class ChatLive
{
    private const int PeopleShown = 50;

    protected override LiveContainer Container => new("div", ("class", "chat-page"));

    protected override Html Render(Assigns a) => $"""
        <div id="chat" class="chat">
          {Side(a)}
          <main class="room">
            {Head(a)}
            <p class="lost" role="status"><span class="spinner" aria-hidden="true"></span>The connection is lost. Trying again…</p>
            <div class="scroller" id="scroller" tabindex="0" aria-label="Messages">
              <div class="log">
                {When(a.Earlier is not null, () => $"<p class=\"earlier\"><button type=\"button\" class=\"quiet\" phx-click=\"{On.ShowEarlier}\">Earlier messages</button></p>")}
                {When(a.Tail.IsEmpty, () => $"""
                  <div class="empty" id="empty">
                    <span class="mark" aria-hidden="true">{Icons.Bubble}</span>
                    <p><b>Nobody has said anything yet.</b></p>
                    <p>Be the first in #{a.Room?.Name}.</p>
                  </div>
                  """)}
                <ol id="messages" class="messages" phx-update="stream" aria-live="polite">{a.Lines.Each((id, line) => Item(id, line, a.Me))}</ol>
              </div>
            </div>
            {Composer(a)}
          </main>
          {PeopleList(a)}
          <button type="button" class="shade" aria-label="Close" phx-click="{CloseDrawers}"></button>
        </div>
        """;

    // ---- the rooms ---------------------------------------------------------------------------------------------------

    private static JsCommands CloseDrawers => Js.RemoveClass("show-rooms show-people", "#chat");

    private static Html Side(Assigns a) => $"""
        <aside class="side" id="rooms" aria-label="Rooms">
          <p class="brand"><span class="mark" aria-hidden="true">{Icons.Bubble}</span>Chat</p>
          <nav>
            <h2>Rooms</h2>
            <ul>{Each(a.Rooms, r => r.Id, r => RoomLink(r, r.Id == a.Room?.Id, a.Unread.GetValueOrDefault(r.Id)))}</ul>
          </nav>
          {OpenRoomForm(a)}
          <div class="me">
            {Avatar(a.Me.Name)}
            <span class="who"><bdi>{a.Me.Name}</bdi></span>
            <button type="submit" form="{Layouts.LeaveForm}" class="quiet out">Leave</button>
          </div>
        </aside>
        """;

    private static Html RoomLink(Room room, bool isHere, int unread) => $"""
        <li>
          {PatchLink($"""
            <span class="hash" aria-hidden="true">#</span><span class="name">{room.Name}</span>
            {When(unread > 0, () => $"<span class=\"badge\">{(unread > 99 ? "99+" : unread.ToString(CultureInfo.InvariantCulture))}<span class=\"unseen\"> unread</span></span>")}
            """, PathOf(room), rest: Attrs.Of(("class", Class(("here", isHere), ("unread", unread > 0))), ("aria-current", isHere ? "page" : null), ("phx-click", CloseDrawers)))}
        </li>
        """;

    private static Html OpenRoomForm(Assigns a) => LiveForm(new Form(a.NewRoom, "room", "open-room"), On.OpenRoom, On.NameRoom, f => $"""
        {Input(f["name"], rest: Attrs.Of(("placeholder", "New room"), ("aria-label", "New room"), ("autocomplete", "off"), ("phx-debounce", "blur")))}
        <button type="submit" class="icon quiet" aria-label="Open room">{Icons.Plus}</button>
        """, Attrs.Of(("class", "open-room")));

    // ---- the room ----------------------------------------------------------------------------------------------------

    private static Html Head(Assigns a) => $"""
        <header class="room-head">
          <button type="button" class="icon quiet for-rooms" aria-label="Rooms" aria-controls="rooms" phx-click="{Js.ToggleClass("show-rooms", "#chat")}">{Icons.Menu}{When(!a.Unread.IsEmpty, () => $"<span class=\"dot\"></span>")}</button>
          <div class="title">
            <h1><span class="hash" aria-hidden="true">#</span>{a.Room?.Name}</h1>
            <p>{a.Room?.Topic}</p>
          </div>
          <button type="button" class="quiet for-people" aria-controls="people" phx-click="{Js.ToggleClass("show-people", "#chat")}">{Icons.People}{a.People.Length}<span class="unseen"> people</span></button>
        </header>
        """;

    private static Html Item(string id, Line line, Member me)
    {
        var message = line.Message;
        return $"""
            <li id="{id}" class="{Class("message", ("first", line.IsFirst), ("mine", message.AuthorId == me.Id))}">
              {When(line.IsFirstOfDay, () => $"<p class=\"day-break\">{Time(message.InsertedAt, "day", "d MMMM yyyy")}</p>")}
              <div class="row">
                {When(line.IsFirst, () => Avatar(message.Author))}
                <div class="bubble">
                  {When(line.IsFirst, () => $"<p class=\"author\"><bdi>{message.Author}</bdi></p>")}
                  <p class="body" dir="auto">{MessageText.Show(message.Body)}{Time(message.InsertedAt, "time", "HH:mm")}</p>
                </div>
              </div>
            </li>
            """;
    }

    /// <summary>A time in the zone of whoever looks, by the element of chat.js; without scripts in UTC.</summary>
    private static Html Time(DateTime time, string kind, string format) =>
        $"""<local-time class="{kind}" datetime="{time}" kind="{kind}">{time.ToString(format, CultureInfo.InvariantCulture)}</local-time>""";

    private static Html Avatar(string name) => $"""<span class="avatar hue-{Hue(name)}" aria-hidden="true">{Initial(name)}</span>""";

    private static Html Composer(Assigns a) => $"""
        <footer class="foot">
          {Typists(a)}
          {LiveForm(new Form(a.Draft, "message", "composer"), On.Send, On.Write, f => $"""
            {TextArea(f["body"], "Message", Attrs.Of(
                ("rows", 1), ("placeholder", $"Message #{a.Room?.Name}"), ("enterkeyhint", "send"), ("autocomplete", "off"), ("phx-hook", "Composer"), ("phx-debounce", 200)))}
            <button type="submit" class="icon" aria-label="Send">{Icons.Send}</button>
            """, Attrs.Of(("class", "composer")))}
        </footer>
        """;

    private static Html Typists(Assigns a)
    {
        var names = a.People.Where(p => p.IsTyping && p.Id != a.Me.Id).Select(p => p.Name).ToList();
        return $"""
            <p id="typing" class="{Class("typing", ("on", names.Count > 0))}" aria-live="polite"><span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>{WhoTypes(names)}</p>
            """;
    }

    private static string WhoTypes(IReadOnlyList<string> names) => names switch
    {
        [] => "",
        [var one] => one + " is typing…",
        [var one, var two] => string.Concat(one, " and ", two, " are typing…"),
        _ => "Several people are typing…",
    };

    // ---- the people --------------------------------------------------------------------------------------------------

    private static Html PeopleList(Assigns a) => $"""
        <aside class="people" id="people" aria-label="People">
          <h2>Here now <span id="count" class="count">{a.People.Length}</span></h2>
          <ul>{Each(a.People.Take(PeopleShown), p => p.Id, p => $"""
            <li>{Avatar(p.Name)}<span class="who"><bdi>{p.Name}</bdi>{When(p.Id == a.Me.Id, () => $" <small>you</small>")}</span></li>
            """)}</ul>
          {When(a.People.Length > PeopleShown, () => $"<p class=\"more\">and {a.People.Length - PeopleShown} more</p>")}
        </aside>
        """;

    private static string Initial(string name) => name.Length == 0 ? "?" : StringInfo.GetNextTextElement(name).ToUpperInvariant();

    // The same for one name on every page and after every start, which string.GetHashCode is not.
    private static int Hue(string name) => (name.Aggregate(0, static (hash, c) => unchecked((hash * 31) + c)) >> 5) & 7;
}
