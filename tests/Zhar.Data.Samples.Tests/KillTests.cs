using Accounts;
using Zhar.Data.Migrations;

namespace Zhar.Data.Samples.Tests;

/// <summary>The sample is killed in the middle of its work.</summary>
public sealed class KillTests : IDisposable
{
    private const int Rounds = 5;
    private const int MostAnswers = 60;

    private readonly string _folder = Directory.CreateTempSubdirectory("zhar-accounts-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public Task Nothing_acknowledged_is_lost_on_SQLite() => KillWhileAdding($"sqlite:{Path.Combine(_folder, "accounts.db")}");

    [Theory]
    [InlineData("ZHAR_POSTGRES_URL")]
    [InlineData("ZHAR_MYSQL_URL")]
    public async Task Nothing_acknowledged_is_lost_on_a_server(string variable)
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable(variable) is { Length: > 0 }, $"{variable} names no server.");
        var server = Environment.GetEnvironmentVariable(variable)!; // see above
        var url = $"{server[..server.LastIndexOf('/')]}/accounts_{Guid.NewGuid():N}";
        var (exitCode, _, errors) = await AccountsProgram.Run(_folder, url, "setup");
        Assert.True(exitCode == 0, errors);
        try
        {
            await KillWhileAdding(url);
        }
        finally
        {
            await using var repo = Open(url);
            await Storage.Drop(repo);
        }
    }

    [Fact]
    public async Task A_kill_in_the_middle_of_the_first_start_leaves_a_file_that_starts()
    {
        var file = Path.Combine(_folder, "accounts.db");
        await using (var program = AccountsProgram.Start(_folder, null))
        {
            while (!File.Exists(file) && !program.HasExited)
                await Task.Yield();
            program.Kill();
        }

        Assert.True(File.Exists(file));
        var (exitCode, output, errors) = await AccountsProgram.Run(_folder, null, "add", "--name", "Ada", "--email", "ada@example.org");

        Assert.Equal((0, "added user 1: Ada <ada@example.org>\n", ""), (exitCode, output, errors));
    }

    private async Task KillWhileAdding(string url)
    {
        var random = new Random(20260105);
        var sent = new HashSet<string>();
        var acknowledged = new HashSet<string>();
        for (var round = 0; round < Rounds; round++)
        {
            var emails = Enumerable.Range(0, 10 * MostAnswers).Select(i => $"r{round}n{i}@example.org").ToList();
            sent.UnionWith(emails);
            acknowledged.UnionWith(await AddUntilKilled(url, emails, random.Next(1, MostAnswers), random.Next(2_000_000)));
        }

        await using var repo = Open(url);
        var stored = (await new Users(repo).List()).Select(u => u.Email).ToHashSet();

        Assert.InRange(acknowledged.Count, Rounds, sent.Count - 1);
        Assert.Empty(acknowledged.Except(stored));
        Assert.Empty(stored.Except(sent));
        Assert.InRange(stored.Count, acknowledged.Count, sent.Count - 1);
    }

    /// <summary>The emails whose users the program said to have added before it was killed.</summary>
    private async Task<List<string>> AddUntilKilled(string url, List<string> emails, int answers, int spins)
    {
        await using var shell = AccountsProgram.Start(_folder, url);

        // All at once and not one after the other: the kill then finds the program at work.
        var writing = shell.Input.WriteAsync(string.Concat(emails.Select(email => $"add --name Somebody --email {email}\n")));
        var acknowledged = new List<string>();
        while (await shell.ReadLine() is { } line)
        {
            if (!line.EndsWith('>'))
                break; // the kill cut it off
            Assert.StartsWith("added user ", line, StringComparison.Ordinal);
            acknowledged.Add(line[(line.IndexOf('<', StringComparison.Ordinal) + 1)..^1]);
            if (acknowledged.Count == answers)
            {
                Thread.SpinWait(spins);
                shell.Kill();
            }
        }

        Assert.True(acknowledged.Count >= answers, $"The program ended by itself after {acknowledged.Count} answers.");
        await writing.ContinueWith(static _ => { }, TaskScheduler.Default); // the pipe may be broken
        return acknowledged;
    }

    private static Accounts.Repo Open(string url) => Accounts.Repo.Open(RepoOptions.FromUrl(url));
}
