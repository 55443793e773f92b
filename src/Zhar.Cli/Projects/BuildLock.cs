using Zhar.Cli.Output;

namespace Zhar.Cli.Projects;

/// <summary>Lets one command at a time build an application: `zhar migrate` in one terminal, while `zhar server` in another takes up a change. Two builds would write the same files.</summary>
internal static class BuildLock
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    /// <summary>Waits until no other command builds the application that a folder belongs to. The end of the program lets go of it too.</summary>
    /// <exception cref="CliException">The other one does not end.</exception>
    internal static async Task<IDisposable> Take(Terminal terminal, string folder, CancellationToken cancellationToken)
    {
        var path = Path.Combine(Directory.CreateDirectory(AppProject.Find(folder).PathOf("obj")).FullName, "zhar-build.lock");
        var started = TimeProvider.System.GetTimestamp();
        for (var waits = false; ; waits = true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(path) && TimeProvider.System.GetElapsedTime(started) < Patience)
            {
                if (!waits)
                    terminal.Line("Another command builds the application. Waiting for it …");

                // Another program holds it: there is no event to wait for.
                await Task.Delay(Step, cancellationToken).ConfigureAwait(false);
            }
            catch (IOException) when (File.Exists(path))
            {
                throw new CliException($"Another command has been building the application for {Patience.TotalMinutes:0} minutes. Look for it, and end it: it holds {path}.", "ps aux | grep zhar");
            }
        }
    }
}
