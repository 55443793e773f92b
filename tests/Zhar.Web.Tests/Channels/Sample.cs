using System.Text.Json.Serialization;

namespace Zhar.Web.Tests.Channels;

public sealed record Message(string Body, string? From = null);

public sealed record Sum(int Value);

public sealed record Work(string Name);

public sealed record Greet;

public sealed record Note(string Text);

[JsonSerializable(typeof(Message))]
[JsonSerializable(typeof(Sum))]
[JsonSerializable(typeof(Work))]
[JsonSerializable(typeof(Note))]
[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true)]
public sealed partial class SampleJson : JsonSerializerContext;

public sealed class SampleSocket : Socket
{
    protected override void Channels()
    {
        Channel<RoomChannel>("room:*");
        Channel<EchoChannel>("echo");
    }

    protected override ValueTask<ConnectResult> Connect(Params p, ConnectInfo info) => p.Get("refuse") switch
    {
        "yes" => new(Refuse("asked for it")),
        "often" => new(Refuse("asks too often", 429)),
        "params" => new(Refuse(p["user"])),
        "crash" => throw new InvalidOperationException("connect crashed on purpose"),
        _ => new(Accept(p.Get("user") is { } user ? $"users_socket:{user}" : null).Assign("user", p.Get("user") ?? "nobody").Assign("token", info.AuthToken)),
    };
}

public sealed partial class RoomChannel : Channel<RoomChannel.Room>
{
    public sealed record Room(string Name, int Messages = 0, bool Tells = false);

    private async ValueTask<Join<Room>> Join(string topic, Params p)
    {
        switch (p.Get("mode"))
        {
            case "refuse": return Refuse("unauthorized");
            case "crash": throw new InvalidOperationException("join crashed on purpose");
            case "hang": await Task.Delay(Timeout.Infinite, Token); break;
            case "greet": return Ok(new Room(Subtopic)).ThenContinue(new Greet());
            case "params": return new Room(p["name"]);
            case "tells":
                return new Room(Subtopic, Tells: true);
        }

        return Ok(new Room(Subtopic), new Message($"welcome to {topic}", Socket.Assigned<string>("user")));
    }

    [Continue] private void OnGreet(Greet _) => Push("greeting", new Message("hello"));

    [HandleIn("new_msg")] private void NewMessage(Message m)
    {
        State = State with { Messages = State.Messages + 1 };
        Broadcast("new_msg", m with { From = Socket.Assigned<string>("user") });
    }

    [HandleIn("to_others")] private void ToOthers(Message m) => BroadcastFrom("new_msg", m);

    [HandleIn("add")] private Sum Add(int a, int b = 1) => new(a + b);

    [HandleIn("thread")] private async Task<Sum> OnThread(bool wait = false)
    {
        var isPool = Thread.CurrentThread.IsThreadPoolThread;
        if (wait)
            await Task.Yield();
        return new((isPool ? 1 : 0) + (Process.Self == Self ? 10 : 0));
    }

    [HandleIn("block")] private Sum Block()
    {
        Gate.Wait(TimeSpan.FromSeconds(20));
        return new(0);
    }

    internal static readonly ManualResetEventSlim Gate = new(initialState: true);

    [HandleIn("add_later")] private async Task<Sum> AddLater(int a, int b)
    {
        await Task.Yield();
        return new(a + b);
    }

    [HandleIn("check")] private ChannelReply Check(string word, int? times) => word == "sesame" ? ReplyOk(new Sum(times ?? 1)) : ReplyError("wrong word");

    [HandleIn("work")] private void DoWork(Work work, ReplyRef reply) => Process.Spawn(_ =>
    {
        reply.Ok(new Message(work.Name + " done"));
        return Task.CompletedTask;
    });

    [HandleIn("crash")] private void Crash() => throw new InvalidOperationException("crashed on purpose");

    [HandleIn("stop")] private ChannelReply StopNow() => ReplyOk().ThenStop(ExitReason.Shutdown);

    [HandleIn("binary")] private ChannelReply Binary(byte[] data) => ReplyOk(data.Reverse().ToArray());

    [HandleIn("push_binary")] private void PushBinary() => Push("data", new byte[] { 1, 2, 3 });

    [HandleIn("broadcast_binary")] private void BroadcastBinary() => Broadcast("data", new byte[] { 4, 5 });

    [HandleIn("hidden")] private void Hidden(Note note) => Broadcast("hidden", note);

    [HandleOut("hidden")] private void OutHidden(Note note)
    {
        if (!note.Text.Contains("secret", StringComparison.Ordinal))
            Push("hidden", note with { Text = $"{note.Text} for {Socket.Assigned<string>("user")}" });
    }

    [Info] private void OnNote(Note note) => Push("note", note);

    [Call] private int Count() => State.Messages;

    protected override ValueTask Terminate(ExitReason reason)
    {
        if (State?.Tells == true)
            Process.TrySend("the test", new Note($"terminated: {reason}"));
        return default;
    }
}

[ChannelOptions(LogJoin = false, HibernateAfterSeconds = 15)]
public sealed partial class EchoChannel : Channel<int>
{
    private Join<int> Join() => 0;

    protected override ValueTask<ChannelReply> HandleIn(string @event, Payload payload) => new(ReplyOk(payload));
}
