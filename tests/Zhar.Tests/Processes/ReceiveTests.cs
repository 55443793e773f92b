using Xunit;
using Zhar.Testing;

namespace Zhar.Tests.Processes;

public sealed class ReceiveTests
{
    [Fact]
    public async Task A_receive_for_a_monitor_does_not_look_at_older_messages()
    {
        await using var node = TestNode.Start();
        var (looked, order) = await node.Run(async self =>
        {
            for (var i = 0; i < 1000; i++)
                self.Pid.Send(i);
            var monitor = Process.Monitor(Process.Spawn(static _ => Task.CompletedTask));
            var seen = 0;
            await self.Receive<Down>(monitor, d =>
            {
                seen++;
                return d.Ref == monitor;
            });
            var old = new List<int>();
            for (var i = 0; i < 1000; i++)
                old.Add(await self.Receive<int>());
            return (seen, old);
        });

        Assert.Equal(1, looked);
        Assert.Equal(Enumerable.Range(0, 1000), order);
    }

    [Fact]
    public async Task Monitors_in_a_loop_do_not_fill_a_mailbox_that_holds_old_messages()
    {
        await using var node = TestNode.Start();
        var (before, after) = await node.Run(async self =>
        {
            for (var i = 0; i < 100; i++)
                self.Pid.Send("old");
            var length = 0;
            for (var i = 0; i < 5000; i++)
            {
                var monitor = Process.Monitor(Process.Spawn(static _ => Task.CompletedTask));
                await self.Receive<Down>(monitor);
                if (i == 0)
                    length = Process.Info(self.Pid)!.MailboxLength;
            }

            return (length, Process.Info(self.Pid)!.MailboxLength);
        });

        Assert.Equal(100, before);
        Assert.Equal(100, after);
    }

    [Fact]
    public async Task A_mark_stays_right_while_the_messages_around_it_are_taken()
    {
        await using var node = TestNode.Start(virtualTime: true);
        var random = new Random(7);
        await node.Run(async self =>
        {
            var expected = new List<(int Number, object Message)>();
            var references = new List<(AliasRef Alias, int Since)>();
            var number = 0;
            for (var step = 0; step < 20_000; step++)
            {
                switch (random.Next(4))
                {
                    case 0 or 1:
                        var message = (object)(random.Next(3), number);
                        self.Pid.Send(message);
                        expected.Add((number++, message));
                        break;
                    case 2:
                        references.Add((Process.Alias(), number));
                        break;
                    default:
                        var kind = random.Next(3);
                        var (alias, since) = references.Count > 0 && random.Next(2) == 0 ? references[random.Next(references.Count)] : (null, 0);
                        var got = alias is null
                            ? await self.Receive<(int Kind, int Number)>(TimeSpan.Zero, m => m.Kind == kind)
                            : await self.Receive<(int Kind, int Number)>(alias, TimeSpan.Zero, m => m.Kind == kind);
                        var index = expected.FindIndex(e => e.Number >= since && ((int, int))e.Message is var (k, _) && k == kind);
                        Assert.Equal(index < 0 ? default : ((int, int))expected[index].Message, got);
                        if (index >= 0)
                            expected.RemoveAt(index);
                        break;
                }

                if (expected.Count > 200)
                {
                    references.Clear();
                    expected.RemoveAt(0);
                    await self.Receive<(int, int)>();
                }
            }
        });
    }

    [Fact]
    public async Task A_predicate_that_throws_ends_the_receive_and_not_the_runtime()
    {
        await using var node = TestNode.Start();
        var message = await node.Run(async self =>
        {
            var to = self.Pid;
            var receiving = self.Receive<string>(_ => throw new InvalidOperationException("in the predicate"));
            Process.Spawn(_ =>
            {
                to.Send("hello");
                return Task.CompletedTask;
            });
            var e = await Assert.ThrowsAsync<InvalidOperationException>(async () => await receiving);
            Assert.Equal("in the predicate", e.Message);
            return await self.Receive<string>();
        });

        Assert.Equal("hello", message);
    }

    [Fact]
    public async Task A_timeout_that_fires_as_the_message_comes_disturbs_nothing()
    {
        await using var node = TestNode.Start(virtualTime: true);
        var answers = await node.Run(async self =>
        {
            var got = 0;
            for (var i = 0; i < 2000; i++)
            {
                var to = self.Pid;
                var receiving = self.Receive<string>(TimeSpan.FromMilliseconds(5));
                Process.Spawn(_ =>
                {
                    to.Send("hello");
                    return Task.CompletedTask;
                });
                Process.Spawn(_ =>
                {
                    node.Clock.Advance(TimeSpan.FromMilliseconds(5));
                    return Task.CompletedTask;
                });
                if (await receiving is null)
                    await self.Receive<string>();
                got++;
            }

            return got;
        });

        Assert.Equal(2000, answers);
    }

    [Fact]
    public async Task A_request_to_a_process_that_is_no_server_is_refused()
    {
        await using var node = TestNode.Start();
        var (call, stop) = await node.Run(async _ =>
        {
            var raw = Process.Spawn(static p => p.Receive<Unit>().AsTask());
            return (await Assert.ThrowsAsync<CallExitException>(async () => await new SmokeTests.Counter.Ref(raw).Get()),
                await Assert.ThrowsAsync<CallExitException>(async () => await GenServer.Stop(raw)));
        });

        Assert.Equal("not_a_server", call.Reason.Tag);
        Assert.Contains("make it a GenServer", call.Message, StringComparison.Ordinal);
        Assert.Equal("not_a_server", stop.Reason.Tag);
    }
}
