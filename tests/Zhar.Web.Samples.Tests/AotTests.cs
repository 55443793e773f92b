using System.Net.WebSockets;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using OsProcess = System.Diagnostics.Process;

namespace Zhar.Web.Samples.Tests;

/// <summary>The application of the browser tests, compiled to native code: pages, channels and presence without a JIT compiler and without reflection.</summary>
public sealed partial class AotTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly string _folder = Directory.CreateTempSubdirectory("zhar-aot-").FullName;
    private readonly CancellationTokenSource _limit = new(Patience);

    public void Dispose()
    {
        _limit.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task An_application_compiled_to_native_code_serves_pages_and_channels()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The linkers of other systems are set up in other ways.");
        var linker = new[] { "clang", "gcc" }.FirstOrDefault(IsOnPath);
        Assert.SkipWhen(linker is null, "A program is linked by clang or gcc, and neither is on the PATH.");

        var (code, output) = await Publish(linker!);
        Assert.SkipWhen(code != 0 && output.Contains("NU1301", StringComparison.Ordinal), "The compiler is a package, and no source of packages answers.");
        Assert.True(code == 0, output); // a warning of the trimmer or of the compiler is an error

        using var program = OsProcess.Start(Start(Path.Combine(_folder, "AotApp")))!; // a program of its own is always started anew
        try
        {
            var address = await Address(program);
            using var http = new HttpClient { BaseAddress = new Uri(address) };
            var page = await http.GetStringAsync(new Uri("/?user=ada", UriKind.Relative), _limit.Token);
            var failed = await http.GetAsync(new Uri("/fail", UriKind.Relative), _limit.Token);
            var token = TokenOfPage().Match(page).Groups[1].Value;

            Assert.Contains("<h1>Room</h1>", page, StringComparison.Ordinal);
            Assert.Equal(500, (int)failed.StatusCode);
            Assert.Equal(
                ["""["1","1","room:1","phx_reply",{"status":"ok","response":{"room":"1"}}]""", """["1","2","room:1","phx_reply",{"status":"ok","response":{"text":"hello","by":null}}]"""],
                await Talk(address, token));
        }
        finally
        {
            program.Kill();
            await program.WaitForExitAsync(_limit.Token);
        }
    }

    private static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    private static System.Diagnostics.ProcessStartInfo Start(string file, params IReadOnlyList<string> arguments)
    {
        var start = new System.Diagnostics.ProcessStartInfo(file) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment["DOTNET_ENVIRONMENT"] = "Production";
        start.Environment["SECRET_KEY_BASE"] = new string('s', 64);
        start.Environment["PORT"] = "0";
        start.Environment["Http__Ip"] = "127.0.0.1";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        return start;
    }

    private async Task<(int Code, string Output)> Publish(string linker)
    {
        var project = Path.Combine(Root(), "tests", "Apps", "AotApp");
        using var publish = OsProcess.Start(Start(
            "dotnet", "publish", project, "-c", "Release", "-r", $"linux-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}", "-o", _folder, $"-p:CppCompilerAndLinker={linker}", "-v", "q", "--nologo"))!; // as above
        try
        {
            var errors = publish.StandardError.ReadToEndAsync(_limit.Token);
            var output = await publish.StandardOutput.ReadToEndAsync(_limit.Token);
            await publish.WaitForExitAsync(_limit.Token);
            return (publish.ExitCode, output + await errors);
        }
        finally
        {
            if (!publish.HasExited)
                publish.Kill(entireProcessTree: true);
        }
    }

    private static string Root([System.Runtime.CompilerServices.CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..")); // the path of this file has a folder

    private async Task<string> Address(OsProcess program)
    {
        _ = program.StandardError.ReadToEndAsync(_limit.Token);
        while (await program.StandardOutput.ReadLineAsync(_limit.Token) is { } line)
        {
            if (Listening().Match(line) is not { Success: true } found)
                continue;
            _ = program.StandardOutput.ReadToEndAsync(_limit.Token); // its log must not fill the pipe
            return found.Groups[1].Value;
        }

        throw new InvalidOperationException("The program ended before it listened.");
    }

    /// <summary>Joins a room, echoes, and gives the two answers.</summary>
    private async Task<string[]> Talk(string address, string token)
    {
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri($"{address.Replace("http:", "ws:", StringComparison.Ordinal)}/socket/websocket?vsn=2.0.0&token={token}"), _limit.Token);
        await socket.SendAsync(Encoding.UTF8.GetBytes("""["1","1","room:1","phx_join",{}]"""), WebSocketMessageType.Text, true, _limit.Token);
        await socket.SendAsync(Encoding.UTF8.GetBytes("""["1","2","room:1","echo",{"text":"hello"}]"""), WebSocketMessageType.Text, true, _limit.Token);
        var answers = new List<string>();
        var buffer = new byte[16 * 1024];
        while (answers.Count < 2)
        {
            var result = await socket.ReceiveAsync(buffer, _limit.Token);
            Assert.True(result.EndOfMessage, "A message longer than these was not expected.");
            if (Encoding.UTF8.GetString(buffer, 0, result.Count) is var text && text.Contains("phx_reply", StringComparison.Ordinal))
                answers.Add(text);
        }

        return [.. answers];
    }

    [GeneratedRegex("at (http://127.0.0.1:[0-9]+)")]
    private static partial Regex Listening();

    [GeneratedRegex("name=\"user-token\" content=\"([^\"]+)\"")]
    private static partial Regex TokenOfPage();
}
