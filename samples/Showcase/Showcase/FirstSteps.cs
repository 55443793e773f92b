using Zhar;
using Zhar.Data;

namespace Showcase;

/// <summary>Something to read in an empty database: posts, rooms, cards. A process that writes them while the tree starts, and is gone then.</summary>
public sealed partial class FirstSteps(Repo repo) : GenServer<Unit>
{
    private async ValueTask<Init<Unit>> Init()
    {
        if (await repo.GetBy<User>(u => u.Email == FirstUsers.Email) is not { } ada || await repo.Exists(Query.From<Post>()))
            return Ignore;
        await repo.Transact(async _ =>
        {
            var crash = await repo.InsertOrThrow(new Post
            {
                UserId = ada.Id,
                Title = "Let it crash",
                Body = """
                    Most code that handles errors has never run.

                    Write the straight way through. Where something fails that you did not expect, end the process and let a supervisor start a new one, with a state that is known to be good.
                    """,
            });
            await repo.InsertOrThrow(new Comment { PostId = crash.Id, Author = "Alan Turing", Body = "And what if it fails again?" });
            await repo.InsertOrThrow(new Comment { PostId = crash.Id, Author = "Grace Hopper", Body = "Then the supervisor gives up, and its supervisor decides. Try it on the counter." });
            await repo.InsertOrThrow(new Post
            {
                UserId = ada.Id,
                Title = "This page is a process",
                Body = """
                    Open it in a second window, write a comment there, and look here.

                    Each window has a process of its own on the server. It knows what the window shows, and sends what has changed: some bytes, not a page.
                    """,
            });
            await Room("general", "Whatever is on your mind",
                ("Ada Lovelace", "Welcome! This page is a process on the server: it keeps what you see, and sends what has changed."),
                ("Ada Lovelace", "Open it in a second window, and watch yourself typing."));
            await Room("otp", "Processes, supervisors and fault tolerance", ("Grace Hopper", "Has anybody crashed the counter four times in five seconds yet?"));
            await Cards("todo", "Drag me to the right", "Rename a card in two windows at once", "Pull the network plug, then go on");
            await Cards("doing", "Watch who else is here");
            await Cards("done", "Start the showcase");
            return new Ok<Unit>(default);
        });
        return Ignore;
    }

    private async Task Room(string name, string topic, params (string Author, string Body)[] messages)
    {
        var room = await repo.InsertOrThrow(new Chat.Room { Name = name, Topic = topic });
        foreach (var (author, body) in messages)
            await repo.InsertOrThrow(new Chat.Message { RoomId = room.Id, AuthorId = author, Author = author, Body = body });
    }

    private async Task Cards(string lane, params string[] titles)
    {
        for (var i = 0; i < titles.Length; i++)
            await repo.InsertOrThrow(new Card { Lane = lane, Title = titles[i], Position = i });
    }
}
