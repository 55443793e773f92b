using System.Collections.Immutable;
using Chat;
using Zhar;
using Zhar.Data;
using Zhar.Live;
using Zhar.Web;

namespace ChatWeb;

/// <summary>A room: what was said, who is there, and a place to say something. One process for each open page.</summary>
public sealed partial class ChatLive(Rooms rooms) : LiveView<ChatLive.Assigns>
{
    private const int TailLength = 20;

    private static readonly TimeSpan TypingTime = TimeSpan.FromSeconds(4);

    /// <summary>What a page knows.</summary>
    public sealed record Assigns(Member Me, ImmutableList<Room> Rooms, LiveStream<Line> Lines)
    {
        /// <summary>The room that is shown; none before the address was read.</summary>
        public Room? Room { get; init; }

        public ImmutableArray<Person> People { get; init; } = [];

        /// <summary>How many messages of other rooms have come since the page was opened, by the room's id.</summary>
        public ImmutableDictionary<long, int> Unread { get; init; } = ImmutableDictionary<long, int>.Empty;

        /// <summary>The first message that is shown, when there are earlier ones.</summary>
        public Message? Earlier { get; init; }

        /// <summary>The last messages of the room, oldest first: among them stands what was said at the same moment and is told later.</summary>
        public ImmutableList<Message> Tail { get; init; } = [];

        /// <summary>What is being written.</summary>
        public required Changeset<Message> Draft { get; init; }

        /// <summary>What was being written in rooms that were left, by the room's id.</summary>
        public ImmutableDictionary<long, Changeset<Message>> Drafts { get; init; } = ImmutableDictionary<long, Changeset<Message>>.Empty;

        /// <summary>A room that is being opened.</summary>
        public required Changeset<Room> NewRoom { get; init; }

        /// <summary>Runs while the others see that something is being written.</summary>
        public TimerRef? Typing { get; init; }
    }

    /// <summary>The time to write has run out.</summary>
    public sealed record StoppedTyping;

    /// <summary>The address of a room.</summary>
    public static string PathOf(Room room) => $"/chat/{Uri.EscapeDataString(room.Name)}";

    // ---- coming in ---------------------------------------------------------------------------------------------------

    protected override async ValueTask<Mount<Assigns>> Mount(Params p, Session session)
    {
        var all = await LoadOnce(async () => await rooms.List());
        if (Connected)
        {
            PubSub.Subscribe(Rooms.Lobby);
            foreach (var room in all)
                PubSub.Subscribe(Rooms.Topic(room));
        }

        return new Assigns(Socket.Assigned<Member>(RequireMember.Key), [.. all], LiveStream<Line>.Create("messages"))
        {
            Draft = EmptyDraft(),
            NewRoom = rooms.Change(new()),
        };
    }

    protected override async ValueTask<LiveAction> HandleParams(Params p, Uri uri)
    {
        var name = p["room"];
        var room = State.Rooms.Find(r => r.Name == name) ?? await rooms.Get(name);
        if (State.Room is { } left)
            await Leave(left);
        var history = await LoadOnce(async () => await rooms.History(room), key: $"history of {room.Name}");
        var messages = history.Messages;
        if (Connected)
        {
            // What was said since the first HTML was made.
            messages = messages.AddRange(await rooms.Since(room, messages.IsEmpty ? 0 : messages[^1].Id));
            await ChatPresence.Enter(room, State.Me);
        }

        State = State with
        {
            Room = room,
            Lines = State.Lines.Reset().InsertAll(Line.Of(messages), l => l.Message.Id),
            Earlier = history.HasEarlier ? messages[0] : null,
            Tail = TailOf(messages),
            People = await ChatPresence.People(ChatPresence.Topic(room)),
            Unread = State.Unread.Remove(room.Id),
            Draft = State.Drafts.GetValueOrDefault(room.Id) ?? EmptyDraft(),
            Drafts = State.Drafts.Remove(room.Id),
        };
        ShowTitle();
        return default;
    }

    private async Task Leave(Room room)
    {
        StopTimer();
        State = State with { Drafts = State.Drafts.SetItem(room.Id, State.Draft) };
        if (Connected)
            await ChatPresence.Leave(room, State.Me);
    }

    // ---- what the user does ------------------------------------------------------------------------------------------

    [Event] private async Task Write(Params message)
    {
        var draft = Message.Changeset(new(), message);
        State = State with { Draft = draft };
        await ShowTyping(draft.GetChange(m => m.Body) is { Length: > 0 });
    }

    [Event] private async Task Send(Params message)
    {
        switch (await rooms.Post(State.Room!, State.Me, message)) // a page that can send has a room
        {
            case Ok<Message>:
                State = State with { Draft = EmptyDraft() };
                PushEvent("sent", true);
                await ShowTyping(false);
                break;
            case Invalid<Message>(var changeset):
                State = State with { Draft = changeset };
                break;
        }
    }

    [Event] private async Task ShowEarlier()
    {
        if (State.Earlier is not { } first)
            return;
        var history = await rooms.History(State.Room!, before: first.Id); // what has a first message has a room
        State = State with
        {
            Lines = Line.Of(history.Messages).Reverse().Aggregate(State.Lines, (lines, line) => lines.Insert(line.Message.Id, line, at: 0)),
            Earlier = history.HasEarlier ? history.Messages[0] : null,
        };
    }

    [Event] private void NameRoom(Params room) => State = State with { NewRoom = Room.Changeset(new(), room) };

    [Event] private async Task<LiveAction> OpenRoom(Params room)
    {
        switch (await rooms.Open(room))
        {
            case Ok<Room>(var opened):
                Add(opened);
                State = State with { NewRoom = rooms.Change(new()) };
                return PushPatch(PathOf(opened));
            case Invalid<Room>(var changeset):
                State = State with { NewRoom = changeset };
                break;
        }

        return default;
    }

    // ---- what others do ----------------------------------------------------------------------------------------------

    [Info] private void OnPosted(Posted posted)
    {
        var message = posted.Message;
        if (message.RoomId == State.Room?.Id)
            Append(message);
        else
            State = State with { Unread = State.Unread.SetItem(message.RoomId, State.Unread.GetValueOrDefault(message.RoomId) + 1) };
        ShowTitle();
    }

    [Info] private void OnRoomOpened(RoomOpened opened) => Add(opened.Room);

    [Info] private void OnPeopleChanged(PeopleChanged changed)
    {
        if (State.Room is { } room && changed.Topic == ChatPresence.Topic(room))
            State = State with { People = changed.People };
    }

    [Info] private async Task OnStoppedTyping(StoppedTyping _)
    {
        State = State with { Typing = null };
        await ChatPresence.Type(State.Room!, State.Me, isTyping: false); // who has typed was in a room
    }

    // ---- details -----------------------------------------------------------------------------------------------------

    private static Changeset<Message> EmptyDraft() => Message.Changeset(new(), Params.Empty);

    private static ImmutableList<Message> TailOf(ImmutableList<Message> messages) => messages.RemoveRange(0, Math.Max(0, messages.Count - TailLength));

    /// <summary>Puts a message at its place, which is the end unless two were stored at the same moment and the second was told first: then those behind it move down.</summary>
    private void Append(Message message)
    {
        if (State.Tail.Exists(m => m.Id == message.Id))
            return; // read while it was told
        var at = State.Tail.FindLastIndex(m => m.Id < message.Id) + 1;
        var behind = State.Tail.RemoveRange(0, at);
        var lines = behind.Aggregate(State.Lines, static (lines, m) => lines.Delete(m.Id));
        var moved = Line.Of(behind.Insert(0, message), at > 0 ? State.Tail[at - 1] : null);
        State = State with { Lines = lines.InsertAll(moved, l => l.Message.Id), Tail = TailOf(State.Tail.Insert(at, message)) };
    }

    private void Add(Room room)
    {
        if (State.Rooms.Exists(r => r.Id == room.Id))
            return;
        PubSub.Subscribe(Rooms.Topic(room));
        State = State with { Rooms = State.Rooms.Add(room) };
    }

    private void ShowTitle()
    {
        var unread = State.Unread.Values.Sum();
        PageTitle = unread == 0 ? $"#{State.Room?.Name}" : $"({unread}) #{State.Room?.Name}";
    }

    /// <summary>Tells the others when somebody begins to type, and when the typing ends or pauses; not for each key.</summary>
    private async Task ShowTyping(bool isTyping)
    {
        var was = StopTimer();
        if (isTyping)
            State = State with { Typing = Process.SendAfter(Self, TypingTime, new StoppedTyping()) };
        if (was != isTyping)
            await ChatPresence.Type(State.Room!, State.Me, isTyping); // who types is in a room
    }

    private bool StopTimer()
    {
        if (State.Typing is not { } timer)
            return false;
        Process.CancelTimer(timer);
        State = State with { Typing = null };
        return true;
    }
}
