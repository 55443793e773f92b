using System.Diagnostics;
using System.Globalization;
using System.Reflection;

namespace Zhar.Benchmarks.Children;

/// <summary>A measurement in an OS process of its own: this program again, with its own heap, threads and processors.</summary>
internal static class Child
{
    /// <summary>The command line that runs <paramref name="scenario"/>.</summary>
    internal static ProcessStartInfo Command(string scenario, params string[] arguments) => Again(["--child", scenario, .. arguments]);

    /// <summary>The command line that runs this program with other arguments.</summary>
    internal static ProcessStartInfo Again(params string[] arguments)
    {
        var program = Environment.ProcessPath!;
        var own = Path.Combine(AppContext.BaseDirectory, Assembly.GetEntryAssembly()!.GetName().Name + ".dll");
        string[] start = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [program, own] : [program];
        return new ProcessStartInfo(start[0], [.. start[1..], .. arguments]);
    }

    /// <summary>Runs a scenario and returns the figures that it printed.</summary>
    internal static Task<Dictionary<string, double>> Run(string scenario, TimeSpan limit, params string[] arguments) => Run(Command(scenario, arguments), limit);

    /// <summary>As above, on one processor alone.</summary>
    internal static Task<Dictionary<string, double>> RunOnOneProcessor(string scenario, TimeSpan limit, params string[] arguments)
    {
        var command = Command(scenario, arguments);
        return Run(new ProcessStartInfo("taskset", ["-c", "0", command.FileName, .. command.ArgumentList]), limit);
    }

    /// <summary>In the child: runs the scenario that the parent asked for.</summary>
    internal static async Task<int> RunHere(Func<string[], Task> scenario, string[] arguments)
    {
        await scenario(arguments);
        Console.Out.Flush();
        Environment.Exit(0); // some scenarios hold threads that never return
        return 0;
    }

    /// <summary>In the child: gives a figure to the parent.</summary>
    internal static void Figure(string name, double value) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"FIGURE {name} {value:R}"));

    private static async Task<Dictionary<string, double>> Run(ProcessStartInfo command, TimeSpan limit)
    {
        command.RedirectStandardOutput = true;
        command.RedirectStandardError = true;
        using var process = System.Diagnostics.Process.Start(command)!;
        using var timeout = new CancellationTokenSource(limit);
        try
        {
            var errors = process.StandardError.ReadToEndAsync(timeout.Token);
            var output = await process.StandardOutput.ReadToEndAsync(timeout.Token);
            await process.WaitForExitAsync(timeout.Token);
            if (process.ExitCode != 0)
                throw new InvalidOperationException($"{string.Join(' ', command.ArgumentList)} ended with exit code {process.ExitCode}: {(await errors).Trim()}");
            return output.Split('\n')
                .Select(static line => line.Split(' '))
                .Where(static words => words is ["FIGURE", _, _])
                .ToDictionary(static words => words[1], static words => double.Parse(words[2], CultureInfo.InvariantCulture));
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{string.Join(' ', command.ArgumentList)} did not end within {limit.TotalSeconds:0} s.");
        }
    }
}
