using Xunit;
using Zhar.Testing;

namespace Zhar.Tests.Processes;

/// <summary>Mistakes of the first hour: each is told where it is made, with the way out in its text.</summary>
public sealed partial class ErrorTextTests
{
    [Fact]
    public void A_static_outside_of_a_process_says_how_to_get_in()
    {
        var e = Assert.Throws<NotInProcessException>(() => Process.Self);

        Assert.Equal("Process.Self", e.Operation);
        Assert.Contains("node.Run(async self =>", e.Message, StringComparison.Ordinal);
        Assert.Contains("ConfigureAwait(false)", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_negative_timeout_is_refused_where_it_is_written()
    {
        var negative = TimeSpan.FromSeconds(-1);

        Assert.Contains("Timeout.InfiniteTimeSpan", Assert.Throws<ArgumentOutOfRangeException>(() => { CallOptions _ = negative; }).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new StartOptions { Timeout = negative });
        Assert.Contains("never hibernates", Assert.Throws<ArgumentOutOfRangeException>(() => new StartOptions { HibernateAfter = TimeSpan.Zero }).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_negative_time_of_a_timer_or_receive_is_refused()
    {
        await using var node = TestNode.Start();
        await node.Run(async self =>
        {
            var negative = TimeSpan.FromSeconds(-1);
            Assert.Throws<ArgumentOutOfRangeException>(() => { Process.SendAfter(self.Pid, negative, "x"); });
            Assert.Throws<ArgumentOutOfRangeException>(() => { _ = Process.Delay(negative); });
            var e = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await self.Receive<string>(negative));
            Assert.Contains("Timeout.InfiniteTimeSpan", e.Message, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task A_call_to_nobody_says_what_to_start()
    {
        await using var node = TestNode.Start();
        await node.Run(async _ =>
        {
            var unknown = await Assert.ThrowsAsync<CallExitException>(async () => await new Fragile.Ref("stock").Get());
            Assert.Contains("Get()", unknown.Message, StringComparison.Ordinal);
            Assert.Contains("there is no process 'stock'", unknown.Message, StringComparison.Ordinal);
            Assert.Contains("under a supervisor", unknown.Message, StringComparison.Ordinal);

            var server = await Fragile.Start("fine");
            await GenServer.Stop(server.Address);
            var dead = await Assert.ThrowsAsync<CallExitException>(async () => await server.Get());
            Assert.Contains("there is no process #Pid<", dead.Message, StringComparison.Ordinal);

            Assert.Contains("TrySend", Assert.Throws<ArgumentException>(() => Process.Send("stock", 1)).Message, StringComparison.Ordinal);
            Assert.Contains("IsNone", Assert.Throws<ArgumentException>(() => Process.Send(default(Pid), 1)).Message, StringComparison.Ordinal);
            Assert.Contains("default value", (await Assert.ThrowsAsync<InvalidOperationException>(async () => await default(Fragile.Ref).Get())).Message, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task An_init_that_throws_hangs_or_meets_a_taken_name_says_so()
    {
        await using var node = TestNode.Start(virtualTime: true);
        var raised = await Assert.ThrowsAsync<StartException>(() => node.Run(async _ => await Fragile.Start("raise")));
        Assert.Contains("oops", raised.Message, StringComparison.Ordinal);
        Assert.IsType<InvalidOperationException>(raised.InnerException);

        // Whose Init runs has been given its time: the timer is set before the process can run.
        var hanging = node.Run(async _ => await Fragile.Start("hang", options: new StartOptions { Timeout = TimeSpan.FromSeconds(1) }));
        await Eventually.True(() => !node.Node.WhereIs("hanging").IsNone);
        node.Clock.Advance(TimeSpan.FromSeconds(1));
        var late = await Assert.ThrowsAsync<StartException>(() => hanging);
        Assert.Contains("[Continue]", late.Message, StringComparison.Ordinal);

        var taken = await Assert.ThrowsAsync<StartException>(() => node.Run(async _ =>
        {
            await Fragile.Start("fine", name: "one");
            await Fragile.Start("fine", name: "one");
        }));
        Assert.Contains("another name", taken.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_that_no_handler_takes_is_logged_once_with_the_method_to_write()
    {
        await using var node = TestNode.Start(virtualTime: true);
        await node.Run(async _ =>
        {
            var server = await Fragile.Start("fine");
            for (var i = 0; i < 100; i++)
                server.Address.Pid.Send(new Unit());
            await server.Get();
            node.Clock.Advance(TimeSpan.FromSeconds(2));
            server.Address.Pid.Send(new Unit());
            await server.Get();
        });

        var lines = node.Log.Entries.Where(e => e.Id.Id == 2).Select(e => e.Message).ToList();
        Assert.Equal(2, lines.Count);
        Assert.Contains("Unit", lines[0], StringComparison.Ordinal);
        Assert.Contains("Add an [Info] method", lines[0], StringComparison.Ordinal);
        Assert.Contains("and 99 more", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_timeout_says_what_the_server_is_doing()
    {
        await using var node = TestNode.Start(virtualTime: true);
        var server = await node.Run(async _ => await Fragile.Start("fine"));
        var busy = node.Run(async _ => await server.Wait("long", Timeout.InfiniteTimeSpan));
        await Eventually.True(() => Process.Info(server.Address.Pid)?.CurrentMessage is not null);
        var call = node.Run(async _ => await server.Get(TimeSpan.FromSeconds(1)));
        await Eventually.True(() => Process.Info(server.Address.Pid)?.MailboxLength == 1);
        node.Clock.Advance(TimeSpan.FromSeconds(1));

        var e = await Assert.ThrowsAsync<CallExitException>(() => call);
        Assert.Contains("no reply within 1000 ms", e.Message, StringComparison.Ordinal);
        Assert.Contains("The server has been in Wait(\"long\")", e.Message, StringComparison.Ordinal);
        await node.Run(_ =>
        {
            Process.Exit(server.Address.Pid, ExitReason.Kill);
            return Task.CompletedTask;
        });
        Assert.Equal(ExitReason.Killed, (await Assert.ThrowsAsync<CallExitException>(() => busy)).Reason);
    }

    internal sealed partial class Fragile : GenServer<int>
    {
        private async ValueTask<Init<int>> Init(string how)
        {
            if (how == "raise")
                throw new InvalidOperationException("oops");
            if (how == "hang")
            {
                Process.Register("hanging");
                await Process.Delay(Timeout.InfiniteTimeSpan);
            }

            return Ok(1);
        }

        [Call]
        private int Get() => State;

        [Call]
        private async ValueTask<int> Wait(string text)
        {
            await Process.Delay(Timeout.InfiniteTimeSpan);
            return text.Length;
        }
    }
}
