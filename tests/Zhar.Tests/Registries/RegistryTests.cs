using Xunit;
using Zhar.Testing;

namespace Zhar.Tests.Registries;

public sealed class RegistryTests
{
    private static readonly Registry<string, int> Names = Registry.Unique<string, int>("names");
    private static readonly Registry<string, int> Topics = Registry.Duplicate<string, int>("topics", partitions: 4);

    [Fact]
    public async Task Only_one_of_many_concurrent_registrations_of_a_key_wins()
    {
        await using var node = TestNode.Start();

        var winners = await node.Run(async self =>
        {
            await Names.StartLink();
            for (var i = 0; i < 200; i++)
            {
                Process.Spawn(async p =>
                {
                    self.Pid.Send(Names.Register("k", 0));
                    await p.Receive();
                });
            }

            var won = new List<Pid>();
            for (var i = 0; i < 200; i++)
            {
                if (await self.Receive<Result<Pid>>() is Error<Pid> error)
                    Assert.Equal(Names.WhereIs("k"), error.Reason.Value);
                else
                    won.Add(Names.WhereIs("k"));
            }

            return won;
        });

        Assert.Single(winners);
    }

    [Fact]
    public async Task A_process_cannot_register_another_one()
    {
        await using var node = TestNode.Start();

        var error = await node.Run(async _ =>
        {
            await Names.StartLink();
            var other = Process.Spawn(static p => p.Receive().AsTask());
            return Record.Exception(() => ((INameRegistry)Names).RegisterName("k", other));
        });

        Assert.Contains("a process registers itself", Assert.IsType<ArgumentException>(error).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_of_the_wrong_type_is_named_in_the_error()
    {
        await using var node = TestNode.Start();

        var error = await node.Run(async _ =>
        {
            await Names.StartLink();
            return Record.Exception(() => ((INameRegistry)Names).WhereisName(5));
        });

        Assert.Contains("of type String, not Int32", Assert.IsType<ArgumentException>(error).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_definition_has_entries_of_its_own_on_each_node_and_is_read_from_outside()
    {
        await using var first = TestNode.Start();
        await using var second = TestNode.Start();
        foreach (var node in new[] { first, second })
        {
            node.Node.Spawn(async self =>
            {
                await Names.StartLink();
                await self.Receive();
            });
        }

        await Eventually.True(() => first.Node.RegisteredNames.Contains("names") && second.Node.RegisteredNames.Contains("names"));
        await first.Run(_ =>
        {
            Names.Register("k", 1);
            Assert.True(Names.TryLookup("k", out var entry));
            Assert.Equal(1, entry.Value);
            return Task.CompletedTask;
        });

        Assert.Throws<NotInProcessException>(() => Names.Count());
        Assert.Equal(default, Names.On(second.Node).WhereIs("k"));
    }

    [Fact]
    public async Task A_call_through_a_name_of_a_registry_that_does_not_run_ends_with_noproc()
    {
        await using var node = TestNode.Start();

        var error = await node.Run(async _ => await Record.ExceptionAsync(() => GenServer.Stop(Names.Via("k")).AsTask()));

        Assert.Equal(ExitReason.NoProc, Assert.IsType<CallExitException>(error).Reason);
    }

    [Fact]
    public async Task A_name_taken_by_another_kind_of_service_is_told_apart()
    {
        await using var node = TestNode.Start();

        var (error, again) = await node.Run(async _ =>
        {
            await Names.StartLink();
            var other = Registry.Unique<int, string>("names");
            return (Record.Exception(() => other.Count()), await Names.TryStartLink());
        });

        Assert.Contains("same types", Assert.IsType<ArgumentException>(error).Message, StringComparison.Ordinal);
        Assert.Equal("already_started", Assert.IsType<StartFailed>(again).Reason.Tag);
    }

    [Fact]
    public async Task The_death_of_the_registry_ends_who_is_registered_and_spares_who_is_not()
    {
        await using var node = TestNode.Start();

        var (registered, freed, alive) = await node.Run(async self =>
        {
            Process.TrapExit = true;
            var registry = await Names.StartLink();
            var (one, _) = Process.SpawnMonitor(async p =>
            {
                Names.Register("one", 1);
                self.Pid.Send("ready");
                await p.Receive();
            });
            var two = Process.Spawn(async p =>
            {
                Names.Register("two", 2);
                Names.Unregister("two");
                self.Pid.Send("ready");
                await p.Receive();
            });
            await self.Receive<string>();
            await self.Receive<string>();

            Process.Exit(registry, ExitReason.Kill);
            var down = await self.Receive<Down>();
            var exit = await self.Receive<Exit>();
            Assert.Equal(registry, exit.From);
            return (down, await Names.TryStartLink() is Started, Process.IsAlive(two) && down.Pid == one);
        });

        Assert.Equal(ExitReason.Killed, registered.Reason);
        Assert.True(freed);
        Assert.True(alive);
    }

    [Fact]
    public async Task Dispatch_calls_once_for_each_partition_that_has_entries()
    {
        await using var node = TestNode.Start();

        var (calls, parallel, entries) = await node.Run(async self =>
        {
            await Topics.StartLink();
            for (var i = 0; i < 8; i++)
            {
                Process.Spawn(async p =>
                {
                    Topics.Register("k", 0);
                    self.Pid.Send("ready");
                    await p.Receive();
                });
            }

            for (var i = 0; i < 8; i++)
                await self.Receive<string>();
            var sizes = new List<int>();
            Topics.Dispatch("k", found => sizes.Add(found.Count));
            var beside = 0;
            await Topics.DispatchParallel("k", found => Interlocked.Add(ref beside, found.Count));
            return (sizes, beside, Topics.Lookup("k").Count);
        });

        Assert.Equal([2, 2, 2, 2], calls);
        Assert.Equal(8, parallel);
        Assert.Equal(8, entries);
    }

    [Fact]
    public async Task A_failing_parallel_dispatch_fails_the_caller()
    {
        await using var node = TestNode.Start();

        var error = await node.Run(async _ =>
        {
            await Topics.StartLink();
            Topics.Register("k", 0);
            return await Record.ExceptionAsync(() => Topics.DispatchParallel("k", static _ => throw new InvalidOperationException("broken")).AsTask());
        });

        Assert.IsType<InvalidOperationException>(Assert.IsType<ProcessExitException>(error).Reason.Exception);
    }

    [Fact]
    public async Task A_missing_listener_is_logged_and_the_registration_stands()
    {
        await using var node = TestNode.Start();
        var registry = new Registry<string, int>(new RegistryOptions { Name = "heard", Keys = RegistryKeys.Unique, Listeners = ["nobody"] });

        var registered = await node.Run(async _ =>
        {
            await registry.StartLink();
            return registry.Register("k", 1).IsOk;
        });

        Assert.True(registered);
        Assert.Contains(node.Log.Entries, static e => e.Message.Contains("nobody", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_lock_goes_from_one_process_to_the_next_in_the_order_they_asked()
    {
        await using var node = TestNode.Start();

        var order = await node.Run(async self =>
        {
            await Names.StartLink();
            var seen = new List<int>();
            await Names.Lock("k", async () =>
            {
                for (var i = 0; i < 5; i++)
                {
                    var number = i;
                    Process.Spawn(async _ =>
                    {
                        self.Pid.Send("waiting");
                        await Names.Lock("k", () =>
                        {
                            seen.Add(number);
                            return Task.CompletedTask;
                        });
                        self.Pid.Send(number);
                    });
                    await self.Receive<string>();
                    await Waiting(self.Node, 1 + i);
                }
            });
            for (var i = 0; i < 5; i++)
                await self.Receive<int>();
            return seen;
        });

        Assert.Equal([0, 1, 2, 3, 4], order);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_lock_is_free_again_when_its_holder_is_killed_or_fails(bool killed)
    {
        await using var node = TestNode.Start();

        var got = await node.Run(async self =>
        {
            await Names.StartLink();
            var holder = Process.Spawn(_ => Names.Lock("k", async () =>
            {
                self.Pid.Send("held");
                await Process.Receive<string>();
                throw new InvalidOperationException("broken");
            }).AsTask());
            await self.Receive<string>();
            if (killed)
                Process.Exit(holder, ExitReason.Kill);
            else
                holder.Send("fail");
            return await Names.Lock("k", () => Task.FromResult(true));
        });

        Assert.True(got);
    }

    [Fact]
    public async Task Taking_a_lock_twice_in_one_process_fails_at_once()
    {
        await using var node = TestNode.Start();

        var error = await node.Run(async _ =>
        {
            await Names.StartLink();
            return await Names.Lock("k", async () => await Record.ExceptionAsync(() => Names.Lock("k", () => Task.FromResult(0)).AsTask()));
        });

        Assert.Contains("wait for itself", Assert.IsType<InvalidOperationException>(error).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Code_that_goes_on_after_its_process_was_killed_cannot_register()
    {
        await using var node = TestNode.Start();
        var spinning = new TaskCompletionSource();
        var outcome = new TaskCompletionSource<Exception?>();
        var dead = false;

        var count = await node.Run(async self =>
        {
            await Names.StartLink();
            var (pid, _) = Process.SpawnMonitor(_ =>
            {
                spinning.SetResult();
                while (!Volatile.Read(ref dead))
                {
                }

                outcome.SetResult(Record.Exception(() => { Names.Register("k", 1); }));
                return Task.CompletedTask;
            });
            await spinning.Task;
            Process.Exit(pid, ExitReason.Kill);
            await self.Receive<Down>();
            Volatile.Write(ref dead, true);
            await outcome.Task;
            return Names.Count();
        });

        Assert.IsType<ProcessExitException>(await outcome.Task);
        Assert.Equal(0, count);
    }

    [Fact]
    public async Task Services_are_children_of_a_supervisor_and_come_back_after_a_crash()
    {
        await using var node = TestNode.Start();

        await node.Run(async self =>
        {
            var supervisor = await Supervisor.StartLink(Supervisor.OneForOne(Names.Child(), ProcessGroups.Default.Child(), PubSub.Child()));
            var first = Process.WhereIs("names");
            PubSub.Subscribe("t");
            ProcessGroups.Default.Join("g");
            var monitor = Process.Monitor(first);

            Process.Exit(first, ExitReason.Kill);
            await self.Receive<Down>(d => d.Ref == monitor);
            await Eventually.True(() => Names.On(self.Node) is { } names && Record.Exception(() => names.Count()) is null);

            Assert.NotEqual(first, Process.WhereIs("names"));
            Assert.True(Names.Register("k", 1).IsOk);
            PubSub.Broadcast("t", "still there");
            Assert.Equal("still there", await self.Receive<string>());
            Assert.Equal([self.Pid], ProcessGroups.Default.Members("g"));

            // Who is still registered or subscribed ends with the service, as if linked with it.
            Names.Unregister("k");
            PubSub.Unsubscribe("t");
            Process.Unlink(supervisor);
            await GenServer.Stop(supervisor);
            Assert.Throws<ArgumentException>(() => Names.Count());
        });
    }

    /// <summary>Until that many processes wait for the lock.</summary>
    private static Task Waiting(Node node, int waiters) =>
        Eventually.True(() => ((RegistryStore<string, int>)node.NamedServices["names"]).Locks.WaitersOf("k") >= waiters);

    [Fact]
    public async Task The_only_entry_of_a_key_is_found_wherever_its_process_lies_and_also_after_there_were_several()
    {
        await using var node = TestNode.Start();

        var (missed, several, left) = await node.Run(async self =>
        {
            await Topics.StartLink();
            var missed = 0;
            for (var i = 0; i < 32; i++)
            {
                Topics.Register($"alone {i}", i);
                missed += Topics.TryLookup($"alone {i}", out var entry) && entry.Value == i ? 0 : 1;
            }

            Topics.Register("k", 1);
            var other = Process.Spawn(async p =>
            {
                Topics.Register("k", 2);
                self.Pid.Send("registered");
                await p.Receive();
            });
            await self.Receive<string>();
            var several = Topics.TryLookup("k", out _);
            var monitor = Process.Monitor(other);
            other.Send("end");
            await self.Receive<Down>(monitor);
            return (missed, several, Topics.TryLookup("k", out var only) ? only.Value : 0);
        });

        Assert.Equal((0, false, 1), (missed, several, left));
    }
}
