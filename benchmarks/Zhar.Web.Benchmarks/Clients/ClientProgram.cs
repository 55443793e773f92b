using System.Globalization;
using Zhar.Benchmarks.Measuring;

namespace Zhar.Benchmarks.Web.Clients;

/// <summary>The load client, in an OS process of its own. It takes commands on its input, one a line, and answers each with one line of figures.</summary>
internal static class ClientProgram
{
    internal static async Task Run()
    {
        Fleet? fleet = null;
        while (Console.ReadLine() is { } line)
        {
            try
            {
                switch (line.Split('\t'))
                {
                    case ["load", var port, var path, var connections, var milliseconds, var cookie]:
                        var outcome = await RequestLoad.Run(Int(port), path, Int(connections), TimeSpan.FromMilliseconds(Int(milliseconds)), cookie.Length == 0 ? null : cookie);
                        Answer(outcome.Requests, outcome.Requests / outcome.Time.TotalSeconds, outcome.MedianMicroseconds, outcome.WorstPercentMicroseconds, outcome.Bytes);
                        break;
                    case ["open", var dialect, var port, var count]:
                        fleet ??= new Fleet(Dialect.All[dialect], Int(port));
                        await fleet.Open(Int(count));
                        Answer(fleet.Count);
                        break;
                    case ["shout", var times]:
                        var taken = new List<double>();
                        for (var i = 0; i < Int(times); i++)
                            taken.Add((await fleet!.Shout()).TotalMilliseconds); // opened before
                        taken.Sort();
                        Answer(Statistics.Percentile([.. taken], 0.5), taken[^1], fleet!.Behind, fleet.Disorder);
                        break;
                    case ["echo", var times]:
                        var trips = await fleet!.Echo(Int(times)); // opened before
                        Answer(Statistics.Percentile(trips, 0.5), Statistics.Percentile(trips, 0.99));
                        break;
                    case ["close"]:
                        fleet?.Dispose();
                        fleet = null;
                        Answer();
                        break;
                    default:
                        throw new InvalidOperationException($"Unknown command '{line}'.");
                }
            }
            catch (Exception e)
            {
                Console.WriteLine("ERROR " + e.Message.ReplaceLineEndings(" "));
            }
        }
    }

    private static int Int(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static void Answer(params IReadOnlyList<double> figures) => Console.WriteLine("OK " + string.Join(' ', figures.Select(static f => f.ToString("R", CultureInfo.InvariantCulture))));
}
