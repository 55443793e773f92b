using Xunit;
using Zhar.Testing;

namespace Zhar.Tests.Testing;

public sealed class HarnessTests
{
    [Fact]
    public async Task A_call_changes_the_given_state_and_replies()
    {
        await using var harness = Harness.Of<Account.Ref, int>(new Account(), state: 1);

        Assert.Equal(3, await harness.Call(account => account.Deposit(2)));
        Assert.Equal(3, harness.State);
    }

    [Fact]
    public async Task A_cast_is_handled_when_it_returns()
    {
        await using var harness = Harness.Of<Account.Ref, int>(new Account(), state: 1);

        harness.Cast(account => account.Clear());

        Assert.Equal(0, harness.State);
    }

    [Fact]
    public async Task Init_runs_with_its_arguments_and_its_continue_step()
    {
        await using var harness = Start();

        Assert.Equal(["first", "from init"], harness.State);
        Assert.Equal([new Diary.Warm("from init")], harness.Handled);
    }

    [Fact]
    public async Task Messages_and_continue_steps_show_in_order()
    {
        await using var harness = Harness.Of<Diary.Ref, System.Collections.Immutable.ImmutableList<string>>(new Diary(), []);

        harness.Info("hi");
        await harness.Call(diary => diary.Write("line"));

        Assert.Equal(["hi", "Write(\"line\")", new Diary.Warm("from call")], harness.Handled);
        Assert.Equal(["hi", "line", "from call"], harness.State);
    }

    [Fact]
    public async Task What_it_sends_shows_at_its_probes()
    {
        await using var harness = Start();
        var peer = harness.StartProbe();

        harness.Cast(diary => diary.Tell(peer.Pid, "news"));

        Assert.Equal(["news"], harness.Sent);
    }

    [Fact]
    public async Task A_stop_shows_its_reason_and_the_last_state()
    {
        await using var harness = Start();
        Assert.Null(harness.Stopped);

        Assert.Equal("bye", await harness.Call(diary => diary.Close()));

        Assert.Equal(ExitReason.Shutdown, harness.Stopped);
        Assert.Equal(["first", "from init"], harness.State);
    }

    [Fact]
    public async Task A_handler_that_throws_fails_the_call_and_ends_the_server()
    {
        await using var harness = Harness.Of<Account.Ref, int>(new Account(), state: 1);

        var failure = await Assert.ThrowsAsync<CallExitException>(() => harness.Call(account => account.Fail()));

        Assert.Equal("no", failure.Reason.Exception?.Message);
        Assert.Equal("error", harness.Stopped?.Tag);
        Assert.Single(harness.Log.Crashes);
    }

    [Fact]
    public async Task A_timer_shows_and_fires_when_time_passes()
    {
        await using var harness = Start();
        harness.Cast(diary => diary.Remind(TimeSpan.FromHours(2), "wake up"));
        Assert.Equal([new HarnessTimer(TimeSpan.FromHours(2), "wake up")], harness.Timers);

        harness.Advance(TimeSpan.FromHours(1));
        Assert.DoesNotContain("wake up", harness.State);
        harness.Advance(TimeSpan.FromHours(1));

        Assert.Contains("wake up", harness.State);
        Assert.Empty(harness.Timers);
    }

    [Fact]
    public async Task A_tick_shows_with_its_handler()
    {
        await using var harness = Harness.Of<Heart.Ref, int>(new Heart(), state: 0);

        Assert.Equal([new HarnessTimer(TimeSpan.FromMinutes(1), "Beat()")], harness.Timers);
        harness.Advance(TimeSpan.FromMinutes(3));

        Assert.Equal(3, harness.State);
    }

    [Fact]
    public async Task A_reply_that_comes_later_completes_the_call_that_was_begun()
    {
        await using var harness = Start();

        var reply = harness.Begin(diary => diary.Later());
        Assert.False(reply.IsCompleted);
        harness.Info("the answer");

        Assert.Equal("the answer", await reply);
    }

    [Fact]
    public async Task A_handler_that_pauses_takes_no_real_time()
    {
        await using var harness = Start();

        Assert.Equal("done", await harness.Call(diary => diary.Slow(TimeSpan.FromSeconds(4))));
    }

    [Fact]
    public async Task An_exit_signal_ends_it()
    {
        await using var harness = Start();

        harness.Exit(ExitReason.Shutdown);

        Assert.Equal(ExitReason.Shutdown, harness.Stopped);
    }

    [Fact]
    public void The_wrong_type_of_state_is_named() =>
        Assert.Contains("String", Assert.Throws<ArgumentException>(() => Harness.Start<Account.Ref, string>(Account.Child())).Message, StringComparison.Ordinal);

    private static Harness<Diary.Ref, System.Collections.Immutable.ImmutableList<string>> Start() =>
        Harness.Start<Diary.Ref, System.Collections.Immutable.ImmutableList<string>>(Diary.Child("first"));
}
