using CsCheck;
using Xunit;
using Zhar.Testing;

namespace Zhar.Tests.Registries;

/// <summary>A registry against the obvious model: a list of (process, key, value) in the order of registration.</summary>
public sealed class RegistryModelTests
{
    private const int Processes = 4, KeyCount = 3;

    private static readonly Gen<Step[]> Steps =
        Gen.Select(Gen.Enum<Act>(), Gen.Int[0, Processes - 1], Gen.Int[0, KeyCount - 1], Gen.Int[0, 2], static (act, who, key, value) => new Step(act, who, key, value)).Array[0, 60];

    public enum Act
    {
        Register,
        Unregister,
        UnregisterMatch,
        Update,
        Die,
    }

    [Theory]
    [InlineData(RegistryKeys.Unique, 1)]
    [InlineData(RegistryKeys.Unique, 3)]
    [InlineData(RegistryKeys.Duplicate, 1)]
    [InlineData(RegistryKeys.DuplicateByKey, 3)]
    public void A_registry_behaves_as_its_model(RegistryKeys keys, int partitions) =>
        Steps.Sample(steps => Run(steps, keys, partitions).GetAwaiter().GetResult(), iter: 60);

    private static async Task Run(Step[] steps, RegistryKeys keys, int partitions)
    {
        await using var node = TestNode.Start();
        var registry = new Registry<int, int>(new RegistryOptions { Name = "model", Keys = keys, Partitions = partitions });
        await node.Run(async self =>
        {
            await registry.StartLink();
            var model = new List<(Pid Pid, int Key, int Value)>();
            var pids = Enumerable.Range(0, Processes).Select(_ => StartActor()).ToArray();
            foreach (var step in steps)
            {
                var pid = pids[step.Who];
                if (step.Act == Act.Die)
                {
                    var monitor = Process.Monitor(pid);
                    Process.Exit(pid, ExitReason.Kill);
                    await self.Receive<Down>(d => d.Ref == monitor);
                    model.RemoveAll(e => e.Pid == pid);
                    pids[step.Who] = StartActor();
                }
                else
                {
                    pid.Send((self.Pid, step));
                    var done = await self.Receive<Done>();
                    Assert.Equal(Apply(model, pid, step, keys), done.Succeeded);
                }

                for (var key = 0; key < KeyCount; key++)
                    Assert.Equal(model.Where(e => e.Key == key).Select(static e => new RegistryEntry<int>(e.Pid, e.Value)), registry.Lookup(key));
                foreach (var p in pids)
                    Assert.Equal(model.Where(e => e.Pid == p).Select(static e => e.Key).Order(), registry.Keys(p).Order());
                Assert.Equal(model.Count, registry.Count());
            }
        });

        Pid StartActor() => Process.Spawn(async self =>
        {
            while (true)
            {
                var (from, step) = await self.Receive<(Pid, Step)>();
                from.Send(new Done(Perform(step)));
            }
        });

        bool Perform(Step step)
        {
            switch (step.Act)
            {
                case Act.Register:
                    return registry.Register(step.Key, step.Value).IsOk;
                case Act.Unregister:
                    registry.Unregister(step.Key);
                    return true;
                case Act.UnregisterMatch:
                    registry.UnregisterMatch(step.Key, v => v == step.Value);
                    return true;
                default:
                    return keys == RegistryKeys.Unique && registry.UpdateValue(step.Key, v => v + 1).IsOk;
            }
        }
    }

    private static bool Apply(List<(Pid Pid, int Key, int Value)> model, Pid pid, Step step, RegistryKeys keys)
    {
        switch (step.Act)
        {
            case Act.Register when keys == RegistryKeys.Unique && model.Any(e => e.Key == step.Key):
                return false;
            case Act.Register:
                model.Add((pid, step.Key, step.Value));
                return true;
            case Act.Unregister:
                model.RemoveAll(e => e.Pid == pid && e.Key == step.Key);
                return true;
            case Act.UnregisterMatch:
                model.RemoveAll(e => e.Pid == pid && e.Key == step.Key && e.Value == step.Value);
                return true;
            default:
                var at = model.FindIndex(e => e.Pid == pid && e.Key == step.Key);
                if (keys != RegistryKeys.Unique || at < 0)
                    return false;
                model[at] = (pid, step.Key, model[at].Value + 1);
                return true;
        }
    }

    public sealed record Step(Act Act, int Who, int Key, int Value);

    private sealed record Done(bool Succeeded);
}
