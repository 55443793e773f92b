using Xunit;
using Zhar.Testing;

namespace Zhar.Tests.Events;

public sealed class EventManagerTests
{
    [Fact]
    public async Task A_handler_can_make_room_for_another_which_keeps_its_owner()
    {
        await using var node = TestNode.Start();

        var (exit, second, handlers) = await node.Run(async self =>
        {
            var events = await EventManager.Start();
            await events.AddSupervisedHandler(new Counting(), "first");
            events.Notify("swap");
            var exit = await self.Receive<EventHandlerExit>();
            var count = await events.Call<int>("second", "count");
            var handlers = await events.WhichHandlers();
            await events.Stop();
            var second = await self.Receive<EventHandlerExit>();
            return (exit, (count, second), handlers);
        });

        Assert.Equal(("first", ExitReason.Of("swapped", "second")), (exit.HandlerId, exit.Reason));
        Assert.Equal(new Ok<int>(101), second.count);
        Assert.Equal(("second", ExitReason.Shutdown), (second.second.HandlerId, second.second.Reason));
        Assert.Equal(["second"], handlers);
    }

    [Fact]
    public async Task A_handler_whose_init_fails_is_not_added()
    {
        await using var node = TestNode.Start();

        var (result, handlers) = await node.Run(async _ =>
        {
            var events = await EventManager.StartLink();
            var result = await events.AddHandler(new Refusing());
            var handlers = await events.WhichHandlers();
            await events.Stop();
            return (result, handlers);
        });

        Assert.Equal("not today", Assert.IsType<Error<Unit>>(result).Reason.Exception?.Message);
        Assert.Empty(handlers);
    }

    [Fact]
    public async Task A_handler_that_fails_a_call_fails_it_with_its_reason_and_is_removed()
    {
        await using var node = TestNode.Start();

        var (result, handlers) = await node.Run(async _ =>
        {
            var events = await EventManager.StartLink();
            await events.AddHandler(new Counting());
            var result = await events.Call<int>(typeof(Counting), "nonsense");
            var handlers = await events.WhichHandlers();
            await events.Stop();
            return (result, handlers);
        });

        Assert.IsType<ArgumentException>(Assert.IsType<Error<int>>(result).Reason.Exception);
        Assert.Empty(handlers);
    }

    [Fact]
    public async Task Plain_messages_go_to_HandleInfo()
    {
        await using var node = TestNode.Start();

        var count = await node.Run(async _ =>
        {
            var events = await EventManager.StartLink();
            await events.AddHandler(new Counting());
            events.Address.Pid.Send("plain");
            var count = await events.Call<int>(typeof(Counting), "count");
            await events.Stop();
            return count;
        });

        Assert.Equal(new Ok<int>(1), count);
    }

    private sealed class Counting : GenEventHandler<int>
    {
        protected internal override ValueTask InitSwapped(object? previous)
        {
            State = (int)previous! + 100;
            return default;
        }

        protected internal override ValueTask<HandlerResult> HandleEvent(object e)
        {
            State++;
            return e.Equals("swap") ? HandlerResult.SwapTo(new Counting(), "second") : HandlerResult.Stay;
        }

        protected internal override ValueTask<HandlerResult> HandleInfo(object message)
        {
            State++;
            return HandlerResult.Stay;
        }

        protected internal override ValueTask<HandlerResult> HandleCall(object request) =>
            request.Equals("count") ? HandlerResult.Reply(State) : throw new ArgumentException("Only count is known.");

        protected internal override ValueTask<object?> Terminate(HandlerEnd reason) => new((object?)State);
    }

    private sealed class Refusing : GenEventHandler
    {
        protected internal override ValueTask Init() => throw new InvalidOperationException("not today");

        protected internal override ValueTask<HandlerResult> HandleEvent(object e) => HandlerResult.Stay;
    }
}
