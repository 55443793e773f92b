using System.Collections.Immutable;
using Zhar.Testing;

namespace Zhar.Docs.Tests.Tutorial1;

/// <summary>The code of the tutorial's first part, run.</summary>
public sealed class Tutorial1Tests
{
    [Fact]
    public Task A_process_answers() => Inside(async () =>
    {
        Pid echo = Process.Spawn(async self =>
        {
            var (from, text) = await self.Receive<Question>();
            Process.Send(from, $"you said {text}");
        });

        Process.Send(echo, new Question(Process.Self, "hello"));
        string answer = await Process.Receive<string>();

        Assert.Equal("you said hello", answer);
    });

    [Fact]
    public Task A_counter_counts() => Inside(async () =>
    {
        Counter.Ref counter = await Counter.StartLink(0, name: Counter.Name);
        await counter.Increment();
        await counter.Increment();
        int count = await counter.GetCount();

        Assert.Equal(2, count);
    });

    [Fact]
    public async Task A_message_to_oneself_comes_when_its_time_has_come()
    {
        await using var node = TestNode.Start(virtualTime: true);
        var reminder = await node.StartSupervised<Reminder.Ref>(Reminder.Child());

        reminder.Remind("tea", TimeSpan.FromMinutes(4));
        Assert.Empty(await reminder.Reminders());
        node.Clock.Advance(TimeSpan.FromMinutes(4));

        await node.Eventually(async () => await reminder.Reminders(), static reminders => reminders is ["tea"]);
    }

    [Fact]
    public Task A_failure_is_a_value() => Inside(async () =>
    {
        Assert.Equal("now at 1", await Ask(await Counter.StartLink()));
        Assert.Equal("no counter: noproc", await Ask((ServerName)"nobody"));

        static async Task<string> Ask(Counter.Ref counter)
        {
            string text = await counter.TryIncrement(TimeSpan.FromSeconds(1)) switch
            {
                Ok<int>(var n) => $"now at {n}",
                Error<int>(var reason) => $"no counter: {reason.Tag}",
            };
            return text;
        }
    });

    [Fact]
    public Task A_crashed_server_comes_back_and_its_neighbour_stays() => Inside(async () =>
    {
        await MainSupervisor.StartLink();
        Counter.Ref counter = Counter.Name;
        ChatRoom.Ref room = ChatRoom.Name;
        await counter.Increment();
        room.Say("ann", "hello");

        MonitorRef monitor = Process.Monitor(Process.WhereIs(Counter.Name));
        counter.Crash();
        Down down = await Process.Receive<Down>(d => d.Ref == monitor);

        Assert.Equal("error", down.Reason.Tag);
        while (Process.WhereIs(Counter.Name) == default)
        {
            await Process.Delay(TimeSpan.FromMilliseconds(1));
        }

        Assert.Equal(0, await counter.GetCount());
        Assert.Equal([new Message("ann", "hello")], await room.Messages());
    });

    [Fact]
    public Task Supervisors_nest() => Inside(async () =>
    {
        Pid shop = await ShopSupervisor.StartLink();

        Assert.Equal(2, (await Supervisor.CountChildren(shop)).Active);
        Assert.Equal(100, await ((Counter.Ref)(ServerName)"stock").GetCount());
    });

    private static async Task Inside(Func<Task> body)
    {
        await using var node = TestNode.Start();
        await node.Run(_ => body());
    }
}
