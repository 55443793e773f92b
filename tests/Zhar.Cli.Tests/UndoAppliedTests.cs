using System.Runtime.Versioning;

namespace Zhar.Cli.Tests;

/// <summary>A generation whose migration is in the database. The program that answers for the database is a script here; the end-to-end test asks a real one.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class UndoAppliedTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_migration_that_is_applied_is_not_deleted()
    {
        var (app, version) = await Generated();
        await Answer(app, $"echo 'up    20200101000000  CreateUsers'; echo 'up    {version}  CreateClasses'; echo 'down  29990101000000  CreateOthers'");
        var before = Files(app);

        var refused = await CliRun.Of(app, "gen", "--undo");

        Assert.Equal((1, "error: CreateClasses is applied to the database. Nothing was touched.\n  next: zhar rollback, then zhar gen --undo (or leave the database as it is: zhar gen --undo --force)\n"), (refused.Code, refused.Error));
        Assert.Equal(before, Files(app));
        Assert.Equal(0, (await CliRun.Of(app, "gen", "--undo", "--force")).Code);
        Assert.False(File.Exists(Path.Combine(app, "MyApp/Migrations/CreateClasses.cs")));
    }

    [Fact]
    public async Task Below_later_ones_it_is_rolled_back_to_its_version()
    {
        var (app, version) = await Generated();
        await Answer(app, $"echo 'up    {version}  ** no such migration in the program **'; echo 'up    29990101000000  CreateOthers'");

        var refused = await CliRun.Of(app, "gen", "--undo");

        Assert.Equal(1, refused.Code);
        Assert.Contains($"next: zhar rollback --to {version}, then zhar gen --undo", refused.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("echo 'up    20200101000000  CreateUsers'; echo 'down  VERSION  CreateClasses'")]
    [InlineData("echo 'There is no SQLite file my_app_dev.db. Create it first: zhar db create' >&2; exit 1")]
    [InlineData("echo 'There are no migrations.'")]
    public async Task What_is_not_applied_is_taken_back(string answer)
    {
        var (app, version) = await Generated();
        await Answer(app, answer.Replace("VERSION", version, StringComparison.Ordinal));

        var undone = await CliRun.Of(app, "gen", "--undo");

        Assert.Equal((0, ""), (undone.Code, undone.Error));
        Assert.False(File.Exists(Path.Combine(app, "MyApp/Migrations/CreateClasses.cs")));
    }

    [Fact]
    public async Task A_program_that_cannot_say_stops_it_with_what_it_said()
    {
        var (app, _) = await Generated();
        await Answer(app, "echo 'The PostgreSQL database my_app_dev cannot be used: connection refused' >&2; exit 1");
        var before = Files(app);

        var refused = await CliRun.Of(app, "gen", "--undo");

        Assert.Equal(1, refused.Code);
        Assert.Contains("The program could not say whether CreateClasses is applied to the database. Nothing was touched.", refused.Error, StringComparison.Ordinal);
        Assert.Contains("connection refused", refused.Error, StringComparison.Ordinal);
        Assert.Contains("zhar gen --undo --force", refused.Error, StringComparison.Ordinal);
        Assert.Equal(before, Files(app));
    }

    [Fact]
    public async Task Without_a_migration_nobody_is_asked()
    {
        var (app, _) = await Generated();
        await CliRun.Of(app, "gen", "server", "Counter");
        await Answer(app, "exit 7");

        Assert.Equal(0, (await CliRun.Of(app, "gen", "--undo")).Code);
    }

    /// <summary>An application with a generated schema, and the version of its migration.</summary>
    private async Task<(string App, string Version)> Generated()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("The program that answers is a script.");
        var app = await CliRun.New(_folder);
        Assert.Equal(0, (await CliRun.Of(app, "gen", "schema", "School.Class", "classes", "name")).Code);
        return (app, $"{Generators.MigrationGenerator.VersionOf(await File.ReadAllTextAsync(Path.Combine(app, "MyApp/Migrations/CreateClasses.cs")))}");
    }

    private static async Task Answer(string app, string script)
    {
        var program = Projects.AppBuild.Program(Path.Combine(app, "MyApp.csproj"));
        Directory.CreateDirectory(Path.GetDirectoryName(program)!); // it lies in a folder
        await File.WriteAllTextAsync(program, $"#!/bin/sh\ntest \"$1\" = migrations || exit 9\n{script}\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static List<string> Files(string app) => [.. Directory.EnumerateFiles(app, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
}
