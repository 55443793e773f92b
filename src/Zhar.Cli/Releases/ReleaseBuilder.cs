using Zhar.Cli.Output;
using Zhar.Cli.Projects;

namespace Zhar.Cli.Releases;

/// <summary>Publishes an application into the layout of a release: <c>bin/my_app</c>, and each version in <c>releases/</c>.</summary>
internal static class ReleaseBuilder
{
    internal static async Task Build(Terminal terminal, AppProject app, ReleaseOptions options, CancellationToken cancellationToken)
    {
        var version = Path.Combine(options.Folder, "releases", app.Version);
        if (Directory.Exists(version) && !options.Overwrites)
            throw new CliException($"There is a release {app.Version} in {options.Folder} already. Give the project another <Version>, or replace it.", "zhar release --overwrite");
        await DotNet.RequireSdk(app.Folder, cancellationToken).ConfigureAwait(false);

        // Published beside its place and then moved: a release that fails leaves the old one as it was.
        var making = version + ".new";
        Clear(making);
        try
        {
            string[] arguments = ["publish", app.File, "-c", "Release", "-r", options.Runtime, options.IsSelfContained ? "--self-contained" : "--no-self-contained", "-o", making, "-v", "q", "--nologo", "-clp:NoSummary"];
            var (code, output) = await terminal.Progress($"Publishing {app.Module} {app.Version} for {options.Runtime}", () => DotNet.Capture(arguments, app.Folder, cancellationToken)).ConfigureAwait(false);
            if (code != 0)
                throw new CliException($"It does not publish.\n\n{output.Trim()}\n", options.IsSelfContained ? "zhar release --framework-dependent, when the parts of the runtime cannot be had" : "zhar test");
            await File.WriteAllTextAsync(Path.Combine(making, "env.sh"), ReleaseScript.Environment(app), cancellationToken).ConfigureAwait(false);
            Clear(version);
            Directory.Move(making, version);
        }
        finally
        {
            Clear(making);
        }

        var script = Path.Combine(options.Folder, "bin", app.Underscored);
        FileSet.Write(script, ReleaseScript.Text(app));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(script, (UnixFileMode)Convert.ToInt32("755", 8));
        FileSet.Write(Path.Combine(options.Folder, "releases", "start.data"), app.Version + "\n");
        Show(terminal, app, options);
    }

    private static void Show(Terminal terminal, AppProject app, ReleaseOptions options)
    {
        var files = new DirectoryInfo(options.Folder).EnumerateFiles("*", SearchOption.AllDirectories).ToList();
        terminal.Done($"Release {app.Version} is in {options.Folder}: {files.Sum(static f => f.Length) / 1_000_000} MB, {files.Count} files{(options.IsSelfContained ? ", no .NET needed on the server" : "")}.");
        terminal.Line();
        terminal.Line("Copy the folder to the server, and there:");
        terminal.Line();
        terminal.Next("export SECRET_KEY_BASE=…        # zhar gen secret");
        terminal.Next("export HOST=…                   # the public name, for links and the check of origins");
        if (SendsEmails(app))
            terminal.Next("export Smtp__Host=…             # or Mailer__Adapter=Log, which sends nothing");
        if (app.HasData)
        {
            terminal.Next(app.Database == "sqlite" ? $"export DATABASE_URL=sqlite:/var/lib/{app.Underscored}.db" : "export DATABASE_URL=…");
            terminal.Next($"bin/{app.Underscored} eval migrate");
        }

        terminal.Next($"bin/{app.Underscored} start          # or: daemon, stop, restart, pid, version, eval, rpc");
    }

    private static bool SendsEmails(AppProject app) =>
        app.PathOf("config/appsettings.Production.json") is var settings && File.Exists(settings) && File.ReadAllText(settings).Contains("\"Smtp\"", StringComparison.Ordinal);

    private static void Clear(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }
}
