using System.Diagnostics;

namespace Zhar.Data.Conformance;

/// <summary>A server of a test's own, which it may kill: durable, on a port of its own, started again under the same address.</summary>
public sealed class OwnServer : IAsyncDisposable
{
    private readonly string _kind;
    private readonly DirectoryInfo _root;

    private OwnServer(Database database)
    {
        _kind = KindOf(database);
        _root = Directory.CreateTempSubdirectory("zhar-server-");
        if (!OperatingSystem.IsWindows())
            _root.UnixFileMode |= UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;    // the server runs as a user of its own
    }

    public string Url { get; private set; } = "";

    /// <summary>Whether the programs are here.</summary>
    public static async Task<bool> IsInstalled(Database database) => (await Bash("installed", KindOf(database))).ExitCode == 0;

    public static async Task<OwnServer> Start(Database database)
    {
        var server = new OwnServer(database);
        await server.StartAgain();
        return server;
    }

    public async Task StartAgain() => Url = await Run("start");

    /// <summary>kill -9 of all its processes, at once.</summary>
    public Task Kill() => Run("kill");

    public async ValueTask DisposeAsync()
    {
        await Run("stop");
        _root.Delete(recursive: true);
    }

    private static string KindOf(Database database) => database == Database.PostgreSQL ? "postgres" : "mariadb";

    private async Task<string> Run(string command)
    {
        var (code, line) = await Bash(command, _kind, Path.Combine(_root.FullName, "server"), Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return code == 0 ? line : throw new InvalidOperationException($"servers.sh {command} {_kind} has failed; its output is above.");
    }

    private static async Task<(int ExitCode, string Line)> Bash(params string[] arguments)
    {
        var start = new ProcessStartInfo("bash", [Path.Combine(Root, "eng", "servers.sh"), .. arguments]) { WorkingDirectory = Root, RedirectStandardOutput = true };
        using var process = System.Diagnostics.Process.Start(start) ?? throw new InvalidOperationException("bash does not start.");

        // One line: the server, which goes on, holds the other end of the pipe.
        var line = arguments[0] == "start" ? await process.StandardOutput.ReadLineAsync() : "";
        await process.WaitForExitAsync();
        return (process.ExitCode, line ?? "");
    }

    private static string Root
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "eng", "servers.sh")))
                folder = folder.Parent;
            return folder?.FullName ?? throw new InvalidOperationException("The test runs outside of the repository, whose eng/servers.sh it needs.");
        }
    }
}
