using System.Diagnostics;

namespace Zhar.Benchmarks;

/// <summary>Where the repository lies, and its tools.</summary>
internal static class Repository
{
    internal static string Root { get; } = Find();

    /// <summary>What a program prints in its first line, or null when it cannot run.</summary>
    internal static string? Output(string program, params string[] arguments)
    {
        try
        {
            using var process = System.Diagnostics.Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Root })!;
            var line = process.StandardOutput.ReadLine();
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? line : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null; // not installed
        }
    }

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Zhar.slnx")))
                return folder.FullName;
        }

        throw new InvalidOperationException("The benchmarks run inside a clone of the repository: there is no Zhar.slnx above " + AppContext.BaseDirectory);
    }
}
