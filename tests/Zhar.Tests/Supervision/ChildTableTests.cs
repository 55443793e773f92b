using CsCheck;
using Xunit;
using Zhar.Runtime;
using Zhar.Supervision;
using Zhar.Testing;

namespace Zhar.Tests.Supervision;

public sealed class ChildTableTests
{
    [Fact]
    public async Task The_table_agrees_with_a_dictionary_after_any_adds_and_removes()
    {
        await using var node = TestNode.Start();
        var processes = Enumerable.Range(0, 200).Select(_ => (PidTarget)node.Node.Spawn(async self => await self.Receive()).Target!).ToArray();

        Gen.Select(Gen.Int[0, 199], Gen.Bool).List[0, 1000].Sample(steps =>
        {
            var table = new ChildTable();
            var model = new Dictionary<PidTarget, object>();
            foreach (var (index, adds) in steps)
            {
                var process = processes[index];
                if (adds && model.TryAdd(process, process))
                    table.Add(process, process);
                else if (!adds && (table.Remove(process) is not null) != model.Remove(process))
                    return false;
            }

            return table.Count == model.Count
                && processes.All(p => table.Find(p) is not null == model.ContainsKey(p))
                && table.All().Select(e => e.Process).ToHashSet().SetEquals(model.Keys);
        }, iter: 300);
    }
}
