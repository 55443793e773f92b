using System.Globalization;
using Xunit;
using Zhar.Tests.Nodes.Model;

namespace Zhar.Tests.Nodes;

public sealed class GuaranteeModelTests(ITestOutputHelper output)
{
    private const int Schedules = 10_000, AtOnce = 4;

    /// <summary>A failing seed is run again with ZHAR_SEED=seed; the threads' timing is not part of it, so a race may need ZHAR_RUNS=1000 of them.</summary>
    [Fact]
    public async Task Ten_thousand_random_schedules_keep_the_guarantees()
    {
        var single = Environment.GetEnvironmentVariable("ZHAR_SEED");
        var first = single is null ? 0 : int.Parse(single, CultureInfo.InvariantCulture);
        var runs = single is null ? Schedules : int.Parse(Environment.GetEnvironmentVariable("ZHAR_RUNS") ?? "1", CultureInfo.InvariantCulture);
        var next = -1;
        var failures = new List<string>();

        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(async () =>
        {
            for (var run = Interlocked.Increment(ref next); run < runs && failures.Count == 0; run = Interlocked.Increment(ref next))
            {
                var seed = single is null ? run : first;
                string? violation;
                try
                {
                    violation = await new Schedule(seed).Run().WaitAsync(TimeSpan.FromSeconds(60));
                }
                catch (Exception e)
                {
                    violation = e.ToString();
                }

                if (violation is null)
                    continue;
                lock (failures)
                    failures.Add($"Seed {seed}:\n{violation}");
            }
        })));

        output.WriteLine($"{next} schedules from seed {first}");
        Assert.True(failures.Count == 0, string.Join("\n\n", failures));
    }
}
