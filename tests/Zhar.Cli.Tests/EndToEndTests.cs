using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using SystemProcess = System.Diagnostics.Process;

namespace Zhar.Cli.Tests;

/// <summary>The first ten minutes, as a new user has them: each command is the installed one, each application is built and run.</summary>
[Trait("Category", "Slow")]
[Collection(InstalledTool.Tests)]
public sealed class EndToEndTests(InstalledTool tool, ITestOutputHelper output)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task An_application_is_made_extended_tested_migrated_run_and_released()
    {
        await Zhar(tool.Folder, "new my_app");
        var app = Path.Combine(tool.Folder, "my_app");
        await Zhar(app, "gen live Catalog Product products name:string:unique price:decimal status:enum:draft:published on_sale:boolean released:date supplier:string:redact");
        await Zhar(app, "gen json Sales Order orders number:integer note:text:optional product_id:references:products:optional");
        await Zhar(app, "gen auth");
        await Zhar(app, "gen server Counter");
        await Zhar(app, "gen channel Room");

        Assert.Contains("failed: 0", await Zhar(app, "test"), StringComparison.Ordinal);
        await KeepsGuestsOut(app);
        Assert.Contains("CreateProducts", await Zhar(app, "migrate"), StringComparison.Ordinal);
        Assert.Contains("up to date", await Zhar(app, "migrate"), StringComparison.Ordinal);
        await IsNotTakenBackWhileItIsApplied(app);
        await SaysWhatTheProgramAndTheTestsCannotDo(app);
        Assert.Contains("/products/:id", await Zhar(app, "routes products"), StringComparison.Ordinal);
        await IsServed(app);
        await ManagesItsDatabase(app, "MyApp", $"sqlite:{Path.Combine(app, "managed.db")}");
        Assert.Contains("Filled by FirstRows", await Zhar(app, "db reset"), StringComparison.Ordinal);
        Assert.Contains("Took back", await Zhar(app, "rollback --all"), StringComparison.Ordinal);

        await Zhar(app, "release --docker");
        await IsReleased(app);
        await RunsAsInAContainer(app);
    }

    [Fact]
    public async Task The_template_of_dotnet_new_makes_what_zhar_new_makes()
    {
        foreach (var options in (string[])["", "--database postgres --binary-id", "--no-live", "--api --no-ecto", "--database mysql", "--no-html --database none --binary-id"])
        {
            var folder = Path.Combine(tool.Folder, "template" + string.Concat(options.Where(char.IsAsciiLetter)));
            var words = options.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            await Zhar(Directory.CreateDirectory(Path.Combine(folder, "zhar")).FullName, $"new big_shop {options}");
            await tool.DotNetNew(Directory.CreateDirectory(Path.Combine(folder, "dotnet")).FullName, ["zhar-app", "-o", "big_shop", .. words]);

            Assert.Equal(Files(Path.Combine(folder, "zhar")), Files(Path.Combine(folder, "dotnet")));
        }

        var (code, said) = await tool.Run(Path.Combine(tool.Folder, "template", "dotnet", "big_shop"), TimeSpan.FromMinutes(4), null, "dotnet", "build", "-v", "q", "--nologo", "-warnaserror");
        Assert.True(code == 0, said);
    }

    [Theory]
    [InlineData("MyShop")]
    [InlineData("my-shop")]
    [InlineData("HTTPServer2")]
    public async Task A_name_becomes_the_same_names_with_both(string name)
    {
        await Zhar(Directory.CreateDirectory(Path.Combine(tool.Folder, "names", "zhar")).FullName, $"new {name} --api --no-ecto");
        await tool.DotNetNew(Directory.CreateDirectory(Path.Combine(tool.Folder, "names", "dotnet")).FullName, "zhar-app", "-o", name, "--api", "--no-ecto");

        Assert.Equal(Files(Path.Combine(tool.Folder, "names", "zhar", name)), Files(Path.Combine(tool.Folder, "names", "dotnet", name)));
    }

    /// <summary>The files of a folder by their path, with what is in them.</summary>
    private static SortedDictionary<string, string> Files(string folder) => new(
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).ToDictionary(f => Path.GetRelativePath(folder, f), static f => File.ReadAllText(f).ReplaceLineEndings("\n").TrimEnd('\n')), StringComparer.Ordinal);

    public static TheoryData<string> Combinations()
    {
        // Each database, each kind of web side and each kind of key is in one of the three; the other test has SQLite with live pages.
        var few = new TheoryData<string> { "--api --database none", "--no-live --binary-id", "--database postgres --binary-id" };
        if (Environment.GetEnvironmentVariable("ZHAR_TEMPLATES") != "all")
            return few;
        var all = new TheoryData<string>();
        foreach (var database in (string[])["sqlite", "postgres", "mysql", "none"])
        {
            foreach (var web in (string[])["", "--no-live", "--api"])
            {
                foreach (var key in (string[])["", "--binary-id"])
                    all.Add($"--database {database} {web} {key}".Replace("  ", " ", StringComparison.Ordinal).Trim());
            }
        }

        return all;
    }

    [Theory]
    [MemberData(nameof(Combinations))]
    public async Task Each_combination_of_options_builds_and_its_tests_pass(string options)
    {
        var name = "shop" + string.Concat(options.Where(char.IsAsciiLetter));
        await Zhar(tool.Folder, $"new {name} {options}");
        var app = Path.Combine(tool.Folder, name);
        var hasData = !options.Contains("none", StringComparison.Ordinal);
        var hasHtml = !options.Contains("--api", StringComparison.Ordinal);
        if (hasData)
        {
            await Zhar(app, "gen json Sales Order orders number:integer note:string:unique");
            if (hasHtml)
            {
                await Zhar(app, "gen html Catalog Brand brands title body:text country:string:optional secret:text:redact pin:integer:optional:redact");
                await Zhar(app, "gen auth");
            }
        }

        await Zhar(app, "gen server Counter");
        var database = options.Contains("postgres", StringComparison.Ordinal) ? "ZHAR_POSTGRES_URL" : options.Contains("mysql", StringComparison.Ordinal) ? "ZHAR_MYSQL_URL" : null;
        if (database is not null && Environment.GetEnvironmentVariable(database) is not { Length: > 0 })
        {
            // Without a server of that kind it has to compile, at least.
            var (built, said) = await tool.Run(app, TimeSpan.FromMinutes(4), null, "dotnet", "build", Path.Combine(app, "test"), "-v", "q", "--nologo", "-warnaserror");
            Assert.True(built == 0, said);
            return;
        }

        var test = await Test(app, database is null ? null : Environment.GetEnvironmentVariable(database) + "_" + name);
        Assert.Contains("failed: 0", test, StringComparison.Ordinal);
        Assert.DoesNotContain("warning:", test, StringComparison.Ordinal);
        if (database is not null)
            await ManagesItsDatabase(app, "S" + name[1..], $"{Environment.GetEnvironmentVariable(database)}_{name}_dev");
    }

    /// <summary>A migration in the database stays in the program until it is rolled back.</summary>
    private async Task IsNotTakenBackWhileItIsApplied(string app)
    {
        await Zhar(app, "gen schema School.Class classes name");
        await Zhar(app, "migrate");

        var (code, refused) = await tool.Run(app, Minute, null, tool.Program, "gen", "--undo");
        Assert.Equal(1, code);
        Assert.Contains("CreateClasses is applied to the database. Nothing was touched.", refused, StringComparison.Ordinal);
        Assert.Contains("next: zhar rollback, then zhar gen --undo", refused, StringComparison.Ordinal);

        await Zhar(app, "rollback");
        Assert.Contains("Took back", await Zhar(app, "gen --undo"), StringComparison.Ordinal);
    }

    private async Task SaysWhatTheProgramAndTheTestsCannotDo(string app)
    {
        var (none, hint) = await tool.Run(app, TimeSpan.FromMinutes(2), null, tool.Program, "test", "Nothing");
        Assert.Equal(8, none);
        Assert.Contains("error: No test ran: none has 'Nothing' in the name of its class or its method.", hint, StringComparison.Ordinal);
        Assert.Contains("next: zhar test --list-tests", hint, StringComparison.Ordinal);

        var (code, said) = await tool.Run(app, TimeSpan.FromMinutes(2), null, tool.Program, "routes", "Nothing");
        Assert.Equal(1, code);
        Assert.Contains("error: No route has \"Nothing\" in its path or action.", said, StringComparison.Ordinal);
    }

    /// <summary>The step of docs/tutorial/5-application.md by hand: products are for who is logged in, everything else is for everybody.</summary>
    private async Task KeepsGuestsOut(string app)
    {
        var (router, tests) = (Path.Combine(app, "MyAppWeb", "Router.cs"), Path.Combine(app, "test", "MyAppWeb", "ProductLiveTests.cs"));
        var (routes, code) = (await File.ReadAllTextAsync(router, CancellationToken.None), await File.ReadAllTextAsync(tests, CancellationToken.None));
        const string Session = """
            s.LiveSession("app", live => live.PutLayout(Layouts.Live), live =>
            {
                live.Live<HomeLive>("/");
            });

            s.Scope("/", Members, s => s.LiveSession("members", live => live.PutLayout(Layouts.Live).OnMount<RequireLiveUser>(), live =>
            {
                live.Live<ProductIndexLive>("/products", action: "index");
                live.Live<ProductFormLive>("/products/new", action: "new");
                live.Live<ProductShowLive>("/products/:id", action: "show");
                live.Live<ProductFormLive>("/products/:id/edit", action: "edit");
            }));
            """;
        const string Pipeline = """
            private static readonly Pipeline Members = new(p => p.Plug<RequireUser>());
            """;
        var session = Regex.Match(routes, @"s\.LiveSession\(.*?\n {12}\}\);", RegexOptions.Singleline).Value;
        Assert.Contains("ProductIndexLive", session, StringComparison.Ordinal);
        await File.WriteAllTextAsync(router, routes.Replace(session, Session, StringComparison.Ordinal).Replace("    protected override void Routes()", $"    {Pipeline}\n\n    protected override void Routes()", StringComparison.Ordinal), CancellationToken.None);
        await File.WriteAllTextAsync(tests, code.Replace("await Conn().", "await (await LogIn()).", StringComparison.Ordinal).Replace("    [Fact]\n    public async Task The_list_is_there", $$"""
                [Fact]
                public async Task Guests_are_led_to_the_log_in_and_back()
                {
                    var refused = await Conn().Get("/products");

                    Assert.Equal("/users/log-in", refused.RedirectedTo());
                    Assert.Equal("Please log in first.", refused.Flash("error"));
                }

                [Fact]
                public async Task The_list_is_there
            """, StringComparison.Ordinal), CancellationToken.None);
        Assert.Contains("failed: 0", await Zhar(app, "test"), StringComparison.Ordinal);
        await File.WriteAllTextAsync(router, routes, CancellationToken.None);
        await File.WriteAllTextAsync(tests, code, CancellationToken.None);
    }

    /// <summary>The commands that <c>zhar db</c> calls, on a database that is not there at first.</summary>
    private async Task ManagesItsDatabase(string app, string module, string url)
    {
        async Task<(int Code, string Output)> Call(string environment, params string[] arguments) => await tool.Run(
            app, Minute, new Dictionary<string, string?> { ["DOTNET_ENVIRONMENT"] = environment, ["DATABASE_URL"] = url, ["SECRET_KEY_BASE"] = new string('s', 64) },
            Path.Combine(app, "bin", "Debug", "net10.0", module), arguments);
        async Task Says(string what, params string[] arguments)
        {
            var (code, output) = await Call("Development", arguments);
            Assert.True(code == 0, output);
            Assert.Contains(what, output, StringComparison.Ordinal);
        }

        await Call("Development", "db.drop");
        if (!url.StartsWith("sqlite", StringComparison.Ordinal))
        {
            var (code, output) = await Call("Development", "migrate");
            Assert.Equal(1, code);
            Assert.Contains("Create it first: zhar db create", output, StringComparison.Ordinal);
        }

        await Says("Created the", "db.create");
        await Says("exists already", "db.create");
        await Says("Migrated", "migrate");
        await Says("Filled by FirstRows", "db.seed");
        await Says("Dropped the", "db.reset");
        Assert.Equal(0, (await Call("Development", "migrations", "--check")).Code);

        var (refused, why) = await Call("Production", "db.drop");
        Assert.Equal(1, refused);
        Assert.Contains("If that is what you want, say so: --force", why, StringComparison.Ordinal);
        await Says("Dropped the", "db.drop");
        await Says("There is no", "db.drop");
    }

    /// <summary>What the Dockerfile says, without its image: its command, as its user, in its environment, until SIGTERM.</summary>
    private async Task RunsAsInAContainer(string app)
    {
        var lines = await File.ReadAllLinesAsync(Path.Combine(app, "Dockerfile"), CancellationToken.None);
        string Line(string word) => Assert.Single(lines, l => l.StartsWith(word + " ", StringComparison.Ordinal))[(word.Length + 1)..];
        string InRelease(string path) => path.Replace("/app/", Path.Combine(app, "releases", "my_app") + "/", StringComparison.Ordinal);
        string[] Words(string json) => System.Text.Json.JsonSerializer.Deserialize<string[]>(json)!.Select(InRelease).ToArray();
        Assert.Equal("releases/my_app /app", Line("COPY")["--chown=root:root ".Length..]);
        Assert.Equal("SIGTERM", Line("STOPSIGNAL"));
        Assert.Equal("*\n!releases/my_app\n**/tmp\n**/log\n", await File.ReadAllTextAsync(Path.Combine(app, ".dockerignore"), CancellationToken.None));
        var start = Words(Line("CMD"));
        var check = Words(Line("HEALTHCHECK").Split(" CMD ")[1]);
        var user = Line("USER");

        if (OperatingSystem.IsWindows())
            return; // the image is Linux

        // Somebody else than the owner of the files, and not root: a folder for what it writes is all that it has.
        var temporary = Directory.CreateTempSubdirectory("zhar-container-").FullName;
        for (var folder = tool.Folder; folder.Length > Path.GetTempPath().Length; folder = Path.GetDirectoryName(folder)!) // below the folder of temporary files
            File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        File.SetUnixFileMode(temporary, (UnixFileMode)Convert.ToInt32("1777", 8));
        Directory.Delete(Path.Combine(app, "releases", "my_app", "tmp"), recursive: true);
        Directory.Delete(Path.Combine(app, "releases", "my_app", "log"), recursive: true);
        string[] asUser = Environment.IsPrivilegedProcess && File.Exists("/usr/bin/setpriv") ? ["/usr/bin/setpriv", $"--reuid={user}", $"--regid={user}", "--clear-groups"] : ["/usr/bin/env"];
        var port = FreePort.Find();
        var environment = new Dictionary<string, string?>
        {
            ["PATH"] = "/usr/bin:/bin",
            ["DOTNET_ROOT"] = null,
            ["HOME"] = temporary,
            ["TMPDIR"] = temporary,
            ["PORT"] = Text(port),
            ["RELEASE_TMP"] = Path.Combine(temporary, "my_app"),
            ["SECRET_KEY_BASE"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(48)),
            ["DATABASE_URL"] = $"sqlite:{Path.Combine(temporary, "data.db")}",
            ["Mailer__Adapter"] = "Log", // there is no mail server
        };
        Assert.Equal(1, (await tool.Run("/", Minute, environment, asUser[0], [.. asUser[1..], .. check])).Code);
        using var server = tool.Start("/", environment, asUser[0], [.. asUser[1..], .. start]);
        var log = server.StandardOutput.ReadToEndAsync(CancellationToken.None);
        try
        {
            using var client = new HttpClient { BaseAddress = new Uri($"http://localhost:{Text(port)}") };
            await Answers(client, server);
            Assert.Equal(0, (await tool.Run("/", Minute, environment, asUser[0], [.. asUser[1..], .. check])).Code);
            Assert.Equal(Text(server.Id), (await File.ReadAllTextAsync(Path.Combine(temporary, "my_app", "my_app.pid"), CancellationToken.None)).Trim()); // the script has become the program, so the signal reaches it
        }
        finally
        {
            using var signal = SystemProcess.Start("kill", ["-TERM", Text(server.Id)]);
            await signal.WaitForExitAsync(CancellationToken.None);
            using var patience = new CancellationTokenSource(Minute);
            await server.WaitForExitAsync(patience.Token);
        }

        Assert.True(server.ExitCode == 0, await log);
        Assert.Equal(1, (await tool.Run("/", Minute, environment, asUser[0], [.. asUser[1..], .. check])).Code);
        Directory.Delete(temporary, recursive: true);
    }

    private async Task<string> Test(string app, string? database)
    {
        var (code, text) = await tool.Run(app, TimeSpan.FromMinutes(5), new Dictionary<string, string?> { ["TEST_DATABASE_URL"] = database }, tool.Program, "test");
        Assert.True(code == 0, text);
        return text;
    }

    private async Task<string> Zhar(string folder, string line)
    {
        var started = TimeProvider.System.GetTimestamp();
        var text = await tool.Zhar(folder, line);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{TimeProvider.System.GetElapsedTime(started).TotalSeconds,6:0.0} s  zhar {line}"));
        output.WriteLine(text);
        return text;
    }

    private async Task IsServed(string app)
    {
        var port = FreePort.Find();
        using var server = tool.Start(app, null, tool.Program, "server", "--no-watch", "--port", Text(port));
        try
        {
            using var client = new HttpClient { BaseAddress = new Uri($"http://localhost:{Text(port)}") };
            await Answers(client, server);
            Assert.Contains("It runs.", await client.GetStringAsync("/"), StringComparison.Ordinal);
            Assert.Contains("There are no products yet.", await client.GetStringAsync("/products"), StringComparison.Ordinal);
            Assert.Contains("Sign up", await client.GetStringAsync("/users/register"), StringComparison.Ordinal);
            Assert.Equal("{\"data\":[]}", await client.GetStringAsync("/api/orders"));
            Assert.Contains("--accent", await client.GetStringAsync("/app.css"), StringComparison.Ordinal);
        }
        finally
        {
            using var signal = SystemProcess.Start("kill", ["-TERM", Text(server.Id)]);
            await signal.WaitForExitAsync(CancellationToken.None);
            using var patience = new CancellationTokenSource(Minute);
            await server.WaitForExitAsync(patience.Token);
        }
    }

    private async Task IsReleased(string app)
    {
        var release = Path.Combine(app, "releases", "my_app");
        var script = Path.Combine(release, "bin", "my_app");
        var port = FreePort.Find();
        var environment = new Dictionary<string, string?>
        {
            ["PATH"] = "/usr/bin:/bin", // no SDK
            ["DOTNET_ROOT"] = null,
            ["PORT"] = Text(port),
            ["SECRET_KEY_BASE"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(48)),
            ["DATABASE_URL"] = $"sqlite:{Path.Combine(release, "data.db")}",
            ["Mailer__Adapter"] = "Log", // there is no mail server
            ["Endpoint__DrainDelay"] = "00:00:00", // there is no load balancer that could look elsewhere
        };
        async Task<string> Call(params string[] arguments)
        {
            var (code, text) = await tool.Run("/", Minute, environment, script, arguments);
            Assert.True(code == 0, $"bin/my_app {string.Join(' ', arguments)} ended with {code}:\n{text}");
            return text;
        }

        Assert.Equal("my_app 0.1.0\n", await Call("version"));
        Assert.Equal(1, (await tool.Run("/", Minute, environment, script, "pid")).Code);
        var (refused, why) = await tool.Run("/", Minute, new Dictionary<string, string?>(environment) { ["SECRET_KEY_BASE"] = null }, script, "start");
        Assert.Equal(1, refused);
        Assert.Contains("SECRET_KEY_BASE", why, StringComparison.Ordinal);
        (refused, why) = await tool.Run("/", Minute, new Dictionary<string, string?>(environment) { ["Mailer__Adapter"] = null }, script, "start");
        output.WriteLine(why);
        Assert.Equal(1, refused);
        Assert.Contains("Smtp__Host=mail.example.com", why, StringComparison.Ordinal);
        Assert.Contains("CreateProducts", await Call("eval", "migrate"), StringComparison.Ordinal);

        await Call("daemon");
        try
        {
            using var client = new HttpClient { BaseAddress = new Uri($"http://localhost:{Text(port)}") };
            Assert.Contains("There are no products yet.", await client.GetStringAsync("/products"), StringComparison.Ordinal);
            Assert.Equal("Healthy", await client.GetStringAsync("/health/ready"));
            Assert.Contains("/products/:id", await Call("rpc", "routes"), StringComparison.Ordinal);
            Assert.Equal("pong\n", await Call("ping"));
            var pid = await Call("pid");
            Assert.Equal(1, (await tool.Run("/", Minute, environment, script, "daemon")).Code);
            await Call("restart");
            Assert.NotEqual(pid, await Call("pid"));
        }
        finally
        {
            await Call("stop");
        }

        Assert.Equal(1, (await tool.Run("/", Minute, environment, script, "ping")).Code);
    }

    private static async Task Answers(HttpClient client, SystemProcess server)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        while (true)
        {
            try
            {
                if (await client.GetStringAsync("/health/ready", patience.Token) == "Healthy")
                    return;
            }
            catch (HttpRequestException)
            {
                Assert.False(server.HasExited, "The server has ended.");
            }

            // Another process comes up: there is no event to wait for but its answer.
            await Task.Delay(TimeSpan.FromMilliseconds(200), patience.Token);
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
