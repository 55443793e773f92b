using Zhar;
using Zhar.Data;

namespace Chat;

/// <summary>Rooms for an empty chat. A process that opens them while the tree starts, and is gone then.</summary>
public sealed partial class FirstRooms(Repo repo) : GenServer<Unit>
{
    private async ValueTask<Init<Unit>> Init()
    {
        if (await repo.Exists(Query.From<Room>()))
            return Ignore;
        await repo.Transact(async _ =>
        {
            await Open("general", "Whatever is on your mind",
                ("Joe", "Welcome! This page is a process on the server: it keeps what you see, and sends what has changed."),
                ("Joe", "Crash it and it comes back. What you were typing stays where it is."),
                ("Barbara", "And there is no JavaScript that fetches anything?"),
                ("Joe", "None. Open the page twice and talk to yourself, it is a good way to begin."));
            await Open("help", "Questions and answers",
                ("Barbara", "How many people fit in here?"),
                ("Joe", "Each of them is a process of a few kilobytes. See for yourself: ./dev bench live"));
            await Open("random", "The rest");
            return new Ok<Unit>(default);
        });
        return Ignore;
    }

    private async Task Open(string name, string topic, params (string Author, string Body)[] messages)
    {
        var room = await repo.InsertOrThrow(new Room { Name = name, Topic = topic });
        foreach (var (author, body) in messages)
            await repo.InsertOrThrow(new Message { RoomId = room.Id, AuthorId = author, Author = author, Body = body });
    }
}
