using System.Collections.Immutable;
using Zhar;
using Zhar.Data;

namespace Chat;

/// <summary>All that the program can do with rooms and what is said in them. Nobody else talks to the repo.</summary>
/// <param name="repo">Keeps them.</param>
/// <param name="pubSub">Tells those who listen: to <see cref="Lobby"/> of new rooms, to the <see cref="Topic"/> of a room of what is said there.</param>
public sealed class Rooms(Zhar.Data.Repo repo, PubSub pubSub)
{
    /// <summary>How many messages are read at a time.</summary>
    public const int PageSize = 50;

    /// <summary>How many rooms there may be: every page lists them.</summary>
    public const int MaxRooms = 100;

    /// <summary>The topic on which new rooms are told, as <see cref="RoomOpened"/>.</summary>
    public const string Lobby = "chat";

    /// <summary>The topic on which a room's messages are told, as <see cref="Posted"/>.</summary>
    public static string Topic(Room room) => $"chat:{room.Name}";

    /// <summary>All rooms, oldest first.</summary>
    public Task<List<Room>> List() => repo.All(Query.From<Room>().OrderBy(r => r.Id));

    /// <summary>A room by its name.</summary>
    /// <exception cref="NotFoundException">There is none: the answer is 404.</exception>
    public Task<Room> Get(string name) => repo.GetByOrThrow<Room>(r => r.Name == name);

    /// <summary>Opens a room.</summary>
    public async Task<Result<Room>> Open(Params attributes)
    {
        var changeset = Room.Changeset(new(), attributes);
        if (await repo.Count(Query.From<Room>()) >= MaxRooms)
            changeset = changeset.AddError(r => r.Name, "is one too many: there are enough rooms");
        var result = await repo.Insert(changeset);
        if (result is Ok<Room>(var room))
            pubSub.Broadcast(Lobby, new RoomOpened(room));
        return result;
    }

    /// <summary>What a form for a room begins with.</summary>
    public Changeset<Room> Change(Room room) => Room.Changeset(room, Params.Empty);

    /// <summary>Stores what somebody says and tells it to all who listen.</summary>
    public async Task<Result<Message>> Post(Room room, Member author, Params attributes)
    {
        var result = await repo.Insert(Message.Changeset(new() { RoomId = room.Id, AuthorId = author.Id, Author = author.Name }, attributes));
        if (result is Ok<Message>(var message))
            pubSub.Broadcast(Topic(room), new Posted(message));
        return result;
    }

    /// <summary>The last messages of a room, or those before one, oldest first.</summary>
    /// <param name="room">The room.</param>
    /// <param name="before">The message that they stand before.</param>
    public async Task<History> History(Room room, long before = long.MaxValue)
    {
        var found = await repo.All(Query.From<Message>().Where(m => m.RoomId == room.Id && m.Id < before).OrderByDescending(m => m.Id).Take(PageSize + 1));
        var hasEarlier = found.Count > PageSize;
        found.Reverse();
        return new([.. found.Skip(hasEarlier ? 1 : 0)], hasEarlier);
    }

    /// <summary>What was said in a room after a message, oldest first.</summary>
    public Task<List<Message>> Since(Room room, long id) => repo.All(Query.From<Message>().Where(m => m.RoomId == room.Id && m.Id > id).OrderBy(m => m.Id));
}

/// <summary>A room is there.</summary>
public sealed record RoomOpened(Room Room);

/// <summary>Something was said.</summary>
public sealed record Posted(Message Message);

/// <summary>A stretch of what was said in a room.</summary>
/// <param name="Messages">Oldest first.</param>
/// <param name="HasEarlier">Whether there are messages before them.</param>
public sealed record History(ImmutableList<Message> Messages, bool HasEarlier);
