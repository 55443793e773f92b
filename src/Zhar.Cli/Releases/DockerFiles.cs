using Zhar.Cli.Output;
using Zhar.Cli.Projects;

namespace Zhar.Cli.Releases;

/// <summary>The files that make a container image of a release.</summary>
internal static class DockerFiles
{
    /// <summary>Parts of the names of systems whose programs do not run on Debian.</summary>
    private static readonly string[] Foreign = ["win", "osx", "musl", "alpine", "freebsd", "android", "ios"];

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
        terminal.Next($"docker run --stop-timeout 40 -p 8080:8080 -e SECRET_KEY_BASE -e HOST -e Smtp__Host{(app.HasData ? " -e DATABASE_URL" : "")} {app.Underscored}:{app.Version}");
    }

    /// <summary>The image is of Linux, and has no .NET of its own.</summary>
    /// <exception cref="CliException">The release would not run in it.</exception>
    internal static void Require(ReleaseOptions options)
    {
        if (!options.IsSelfContained)
            throw new CliException("An image of --docker has no .NET, so its release has to bring it along: --framework-dependent does not.", "zhar release --docker");
        if (Foreign.Any(part => options.Runtime.Contains(part, StringComparison.Ordinal)))
            throw new CliException($"An image of --docker runs Debian, and this release is for {options.Runtime}.", "zhar release --docker --runtime linux-x64");
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
        # Requests under way are answered before the program ends, for 30 s at most: give the container longer than its default of 10 s, docker run --stop-timeout 40.
        STOPSIGNAL SIGTERM
        CMD ["/app/bin/{app.Underscored}", "start"]

        """.ReplaceLineEndings("\n");
}
