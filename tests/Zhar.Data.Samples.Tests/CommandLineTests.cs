namespace Zhar.Data.Samples.Tests;

/// <summary>The sample as somebody types it.</summary>
public sealed class CommandLineTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("zhar-accounts-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Commands_of_the_program_share_the_file()
    {
        var added = await Run("add", "--name", "Ada Lovelace", "--email=Ada@example.org", "--age", "36");
        var listed = await Run("list");

        Assert.Equal((0, "added user 1: Ada Lovelace <ada@example.org>\n", ""), added);
        Assert.Equal(0, listed.ExitCode);
        Assert.Contains("1   Ada Lovelace  ada@example.org  36   yes", listed.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_folder, "accounts.db")));
    }

    [Fact]
    public async Task Errors_are_shown_by_field_and_in_the_exit_code()
    {
        var (exitCode, output, errors) = await Run("add", "--email", "ada", "--age", "old");

        Assert.Equal(1, exitCode);
        Assert.Equal("", output);
        Assert.Equal("error: not added\n  age is invalid\n  name can't be blank\n  email must look like name@example.org\n", errors);
    }

    [Fact]
    public async Task A_typing_error_needs_no_database()
    {
        var (exitCode, _, errors) = await Run("edit", "1", "--colour", "red");

        Assert.Equal(2, exitCode);
        Assert.Equal("error: edit has no '--colour'; there are --name, --email, --age and --active\n", errors);
        Assert.False(File.Exists(Path.Combine(_folder, "accounts.db")));
    }

    [Fact]
    public async Task The_shell_reads_a_script_and_tells_nobody_but_the_terminal_about_colours()
    {
        await using var shell = AccountsProgram.Start(_folder, null);
        await shell.Input.WriteAsync("""
            seed
            edit 1 --name "Ada, Countess of Lovelace" --age ""
            deactivate alan@example.org
            delete 3
            show 1
            list --active
            frobnicate
            """);
        shell.Input.Close();

        var (exitCode, output, errors) = await shell.End();

        Assert.Equal("error: there is no command 'frobnicate'; help lists them\n", errors);
        Assert.Equal(1, exitCode);
        Assert.Contains("changed user 1: Ada, Countess of Lovelace <ada@example.org>", output, StringComparison.Ordinal);
        Assert.Contains("deactivated user 2", output, StringComparison.Ordinal);
        Assert.Contains("deleted user 3", output, StringComparison.Ordinal);
        Assert.Contains("age      not given", output, StringComparison.Ordinal);
        Assert.EndsWith("2 users, 1 active\n", output, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', output);
    }

    [Fact]
    public async Task A_database_that_is_not_there_is_named()
    {
        var (exitCode, _, errors) = await AccountsProgram.Run(_folder, "postgres://nobody:secret@127.0.0.1:1/accounts", "list");

        Assert.Equal(1, exitCode);
        Assert.Contains("127.0.0.1:1", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_named()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "accounts.db"), new string('x', 4096));

        var (exitCode, _, errors) = await Run("list");

        Assert.Equal(1, exitCode);
        Assert.Contains("SQLite database 'accounts.db'", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    private Task<(int ExitCode, string Output, string Errors)> Run(params IReadOnlyList<string> arguments) => AccountsProgram.Run(_folder, null, arguments);
}
