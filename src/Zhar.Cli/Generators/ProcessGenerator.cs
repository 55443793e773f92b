using Zhar.Cli.Names;
using Zhar.Cli.Output;

namespace Zhar.Cli.Generators;

/// <summary>Processes: a GenServer in the tree, a channel on a socket.</summary>
internal static class ProcessGenerator
{
    /// <summary>A GenServer with a state, its place in the supervision tree, and its test.</summary>
    internal static void AddServer(Generation generation, string name)
    {
        var app = generation.App;
        Resource.CheckType(app, name, "server");
        generation.Make($"{app.Module}/{name}.cs", $$"""
            using Zhar;

            namespace {{app.Module}};

            /// <summary>A process that keeps a number. Change its state, its calls and its casts to what you need.</summary>
            public sealed partial class {{name}} : GenServer<{{name}}.Data>
            {
                /// <summary>What the process knows. It is replaced by assignment, never changed.</summary>
                public sealed record Data(int Value);

                private Init<Data> Init(int value = 0) => Ok(new Data(value));

                [Call] private int Get() => State.Value;

                [Call] private int Increment()
                {
                    State = State with { Value = State.Value + 1 };
                    return State.Value;
                }

                [Cast] private void Reset() => State = State with { Value = 0 };
            }
            """);
        generation.Make($"test/{app.Module}/{name}Tests.cs", $$"""
            using Zhar.Testing;

            namespace {{app.Module}}.Tests;

            public sealed class {{name}}Tests
            {
                [Fact]
                public async Task It_counts()
                {
                    await using var node = TestNode.Start();
                    var server = await node.StartSupervised<{{name}}.Ref>({{name}}.Child(5));

                    Assert.Equal(6, await server.Increment());
                    server.Reset();
                    Assert.Equal(0, await server.Get());
                }

                [Fact]
                public async Task After_a_crash_it_begins_anew()
                {
                    await using var node = TestNode.Start();
                    var server = await node.StartSupervised<{{name}}.Ref>({{name}}.Child(5) with { Name = {{name}}.Name });
                    await server.Increment();

                    await node.KillAndAwaitRestart(server);

                    Assert.Equal(5, await server.Get());
                }
            }
            """);
        var child = $"{name}.Child() with {{ Name = {name}.Name }}";
        generation.Edit(
            $"{app.Module}/Application.cs",
            source => SourceEdit.AddArgumentBefore(source, "Supervisor.", "Endpoint.Child()", child),
            $"{app.Module}/Application.cs was changed, and has no Endpoint.Child() in its tree. Add to the tree by hand:\n\n    {child},");
        generation.NextSteps.Add($"zhar test {name}");
    }

    /// <summary>A channel, the socket that it is joined over, and its test.</summary>
    internal static void AddChannel(Generation generation, string name)
    {
        var app = generation.App;
        var type = name.EndsWith("Channel", StringComparison.Ordinal) ? name : name + "Channel";
        Resource.CheckType(app, type, "channel");
        var topic = Naming.Underscore(type[..^"Channel".Length]);
        if (topic.Length == 0)
            throw new CliException("'Channel' alone is no name. Say what is talked about in it.", "zhar gen channel Room");
        var message = type[..^"Channel".Length] + "Message";
        var socket = $"{app.Web}/Channels/UserSocket.cs";
        generation.Make($"{app.Web}/Channels/{type}.cs", $$"""
            using Zhar;
            using Zhar.Web;

            namespace {{app.Web}};

            /// <summary>What one browser says and hears on a topic {{topic}}:*. A process of its own: when it crashes, the browser joins again.</summary>
            public sealed partial class {{type}} : Channel<{{type}}.Data>
            {
                public sealed record Data(string Topic);

                // Whoever is connected can ask for any topic: say here who may join which.
                private Join<Data> Join(string topic) => Ok(new Data(topic));

                [HandleIn("shout")] private void Shout({{message}} message) => Broadcast("shout", message);

                [HandleIn("ping")] private ChannelReply Ping({{message}} message) => ReplyOk(message);
            }

            /// <summary>What is said.</summary>
            public sealed record {{message}}(string Body);
            """);
        generation.Make($"test/{app.Web}/{type}Tests.cs", $$"""
            using {{app.Web}};
            using Zhar.Web.Testing;

            namespace {{app.Module}}.Tests;

            public sealed class {{type}}Tests
            {
                [Fact]
                public async Task What_is_shouted_reaches_everybody()
                {
                    await using var test = await ChannelTest.Start<UserSocket>();
                    var channel = await (await test.Connect()).SubscribeAndJoin("{{topic}}:lobby");

                    channel.Push("shout", ("body", "hello"));

                    await channel.AssertBroadcast("shout");
                }

                [Fact]
                public async Task A_ping_is_answered()
                {
                    await using var test = await ChannelTest.Start<UserSocket>();
                    var channel = await (await test.Connect()).SubscribeAndJoin("{{topic}}:lobby");

                    var reply = await channel.Push("ping", ("body", "hello")).AssertReply("ok");

                    Assert.Equal("hello", reply["body"]);
                }
            }
            """);
        if (generation.Exists(socket))
        {
            var line = $"Channel<{type}>(\"{topic}:*\");";
            generation.Edit(socket, source => SourceEdit.AddToMethod(source, "Channels", line), $"Add to the method Channels of your socket: {line}");
        }
        else
        {
            generation.Make(socket, $$"""
                using Zhar;
                using Zhar.Web;

                namespace {{app.Web}};

                /// <summary>One connection of a browser, for all channels of its page.</summary>
                public sealed class UserSocket : Socket
                {
                    protected override void Channels()
                    {
                        Channel<{{type}}>("{{topic}}:*");
                    }

                    // Anybody may connect. To know who it is, sign a token into the page and verify it here: see Zhar.Web.Token.
                    protected override ValueTask<ConnectResult> Connect(Params p, ConnectInfo info) => new(Accept());
                }
                """);
            generation.Edit($"{app.Web}/Endpoint.cs", static source => SourceEdit.AddCallBefore(source, "Router<", ".Socket<UserSocket>(\"/socket\")"), $"Add to the plugs of {app.Web}/Endpoint.cs, before the router: .Socket<UserSocket>(\"/socket\")");
        }

        var attribute = $"[JsonSerializable(typeof({message}))]";
        generation.Edit($"{app.Web}/{app.Module}Json.cs", source => SourceEdit.AddAttribute(source, $"{app.Module}Json", attribute), $"Add to the JsonSerializerContext of the application: {attribute}");
        generation.NextSteps.Add($"zhar test {type}");
    }
}
