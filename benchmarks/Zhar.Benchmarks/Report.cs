using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Zhar.Benchmarks;

/// <summary>The table that is kept: <c>benchmarks/results/core-yyyy-mm-dd.md</c> or <c>data-yyyy-mm-dd.md</c>.</summary>
internal static class Report
{
    internal static void Save(Suite suite, IReadOnlyList<Row> rows, TimeSpan took)
    {
        var date = DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var text = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"# {suite.Title}, measured {date}\n\n")
            .Append(CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} cores ({Cpu()}), {RuntimeInformation.OSDescription}, .NET {Environment.Version}, SDK {Sdk()}, {RuntimeInformation.ProcessArchitecture}, ")
            .Append(CultureInfo.InvariantCulture, $"{(System.Runtime.GCSettings.IsServerGC ? "server" : "workstation")} GC, {took.TotalMinutes:0} minutes, load before {Load()}.\n")
            .Append(CultureInfo.InvariantCulture, $"`./dev bench {suite.Name}` makes this table; [how to read it](../README.md). Goals met: {rows.Count(r => r.Met)} of {rows.Count}.\n\n")
            .Append("| test | value | ratio | against | goal | met |\n|---|---|---|---|---|---|\n");
        foreach (var row in rows)
            text.Append(row.ToMarkdown()).Append('\n');

        var file = Path.Combine(Repository.Root, "benchmarks", "results", $"{suite.Name}-{date}.md");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!); // it has one
        File.WriteAllText(file, text.ToString());
        Session.Say($"saved: {Path.GetRelativePath(Repository.Root, file)}");
    }

    private static string Cpu() => FromProc("/proc/cpuinfo", "model name") ?? "unknown CPU";

    private static string Load() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[1] : "unknown";

    private static string Sdk() => Repository.Output("dotnet", "--version") ?? "unknown";

    private static string? FromProc(string file, string key) => File.Exists(file)
        ? File.ReadLines(file).FirstOrDefault(l => l.StartsWith(key, StringComparison.Ordinal))?.Split(':', 2)[1].Trim()
        : null;
}
