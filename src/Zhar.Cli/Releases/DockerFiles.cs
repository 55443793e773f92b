using Zhar.Cli.Output;
using Zhar.Cli.Projects;

namespace Zhar.Cli.Releases;

/// <summary>The files that make a container image of a release.</summary>
internal static class DockerFiles
{
    internal static void Write(Terminal terminal, AppProject app, string release, bool overwrites)
    {
        var relative = Path.GetRelativePath(app.Folder, release).Replace('\\', '/');
        if (relative.StartsWith("..", StringComparison.Ordinal))
            throw new CliException("A Dockerfile can only copy what lies in the application's folder.", "zhar release --docker");
        foreach (var (name, text) in (ReadOnlySpan<(string, string)>)[("Dockerfile", Docker(app, relative)), (".dockerignore", $"*\n!{relative}\n**/tmp\n**/log\n")])
        {
            var path = app.PathOf(name);
            if (File.Exists(path) && !overwrites)
            {
                terminal.Warning($"{name} is there already, and stays as it is. To replace it: zhar release --docker --overwrite");
                continue;
            }

            FileSet.Write(path, text);
            terminal.File("create", name);
        }

        terminal.Next($"docker build -t {app.Underscored}:{app.Version} .");
    }

    private static string Docker(AppProject app, string release) => $"""
        # The release brings .NET along; the system only has to have the C++ runtime, OpenSSL and certificates.
        FROM debian:stable-slim
        RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates libgcc-s1 libstdc++6 openssl && rm -rf /var/lib/apt/lists/* \
            && useradd --system --uid 10001 --home-dir /app app
        COPY --chown=root:root {release} /app
        WORKDIR /app
        USER 10001
        ENV PORT=8080 RELEASE_TMP=/tmp/{app.Underscored}
        EXPOSE 8080
        HEALTHCHECK --interval=10s --timeout=3s --start-period=20s CMD ["/app/bin/{app.Underscored}", "ping"]
        # Requests under way are answered before the program ends.
        STOPSIGNAL SIGTERM
        CMD ["/app/bin/{app.Underscored}", "start"]

        """.ReplaceLineEndings("\n");
}
