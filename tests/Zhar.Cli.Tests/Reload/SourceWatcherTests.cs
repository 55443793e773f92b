using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;
using Zhar.Cli.Reload;
using SystemProcess = System.Diagnostics.Process;

namespace Zhar.Cli.Tests.Reload;

public sealed class SourceWatcherTests : IDisposable
{
    private readonly TempFolder _folder = new(), _elsewhere = new();
    private readonly CancellationTokenSource _patience = new(TimeSpan.FromSeconds(60));

    public void Dispose()
    {
        _folder.Dispose();
        _elsewhere.Dispose();
        _patience.Dispose();
    }

    [Fact]
    public async Task Fifty_new_folders_with_files_are_seen_whole()
    {
        using var watcher = Told();
        for (var i = 0; i < 50; i++)
            Write($"MyAppWeb/Live/Page{i}/Parts/Part.cs", "class Part;");

        await Sees(watcher, Enumerable.Range(0, 50).Select(static i => $"MyAppWeb/Live/Page{i}/Parts/Part.cs"));

        // And what comes into them later is told of too.
        Write("MyAppWeb/Live/Page49/Parts/Part.cs", "class Part { }");
        await Sees(watcher, ["MyAppWeb/Live/Page49/Parts/Part.cs"]);
    }

    [Fact]
    public async Task A_renamed_folder_is_seen_and_heard_of_under_its_new_name()
    {
        Write("MyApp/Accounts/User.cs", "class User;");
        using var watcher = Told();

        Directory.Move(_folder["MyApp", "Accounts"], _folder["MyApp", "People"]);
        await Sees(watcher, ["MyApp/Accounts/User.cs", "MyApp/People/User.cs"]);

        Write("MyApp/People/User.cs", "class User { }");
        await Sees(watcher, ["MyApp/People/User.cs"]);
    }

    [Fact]
    public async Task A_folder_that_is_deleted_or_moved_in_is_seen()
    {
        Write("MyApp/Old/A.cs", "class A;");
        Directory.CreateDirectory(_elsewhere["New"]);
        File.WriteAllText(_elsewhere["New", "B.cs"], "class B;");
        using var watcher = Told();

        Directory.Delete(_folder["MyApp", "Old"], recursive: true);
        Directory.Move(_elsewhere["New"], _folder["MyApp", "New"]);

        await Sees(watcher, ["MyApp/Old/A.cs", "MyApp/New/B.cs"]);
    }

    [Fact]
    public async Task A_file_that_an_editor_puts_in_the_place_of_the_old_one_is_one_change()
    {
        Write("A.cs", "class A;");
        using var watcher = Told();

        Write("A.cs~", "class A { }");
        File.Move(_folder["A.cs~"], _folder["A.cs"], overwrite: true);

        Assert.Equal(["A.cs"], await watcher.Next(_patience.Token));
    }

    [Fact]
    public async Task Another_branch_is_seen_whole()
    {
        foreach (var branch in (string[])["first", "second"])
        {
            Git(branch == "first" ? ["init", "-q", "-b", "first"] : ["checkout", "-q", "-b", "second"]);
            for (var i = 0; i < 200; i++)
                Write($"MyApp/{(i % 2 == 0 ? "Both" : branch)}/Part{i}.cs", $"class {branch}{i};");
            Git("add", "-A");
            Git("-c", "user.name=A", "-c", "user.email=a@example.com", "commit", "-q", "-m", branch);
        }

        using var watcher = Told();
        Git("checkout", "-q", "first");

        await Sees(watcher, Enumerable.Range(0, 200).Where(static i => i % 2 == 0).Select(static i => $"MyApp/Both/Part{i}.cs").Concat(Enumerable.Range(0, 100).Select(static i => $"MyApp/second/Part{(2 * i) + 1}.cs")));
    }

    [Fact]
    public async Task What_the_system_does_not_tell_of_is_seen_in_the_next_round()
    {
        var time = new CountingTime();
        using var watcher = SourceWatcher.Deaf(_folder.Path, new SourceTree(_folder.Path), time);
        var next = watcher.Next(_patience.Token);
        await time.TimerIsMade(_patience.Token);

        Write("A.cs", "class A;");
        time.Advance(SourceWatcher.Round);

        Assert.Equal(["A.cs"], await next.WaitAsync(_patience.Token));
    }

    [Fact]
    public async Task A_folder_that_is_moved_out_does_not_end_the_watch()
    {
        Write("MyApp/Old/A.cs", "class A;");
        Write("B.cs", "class B;");
        var time = new CountingTime();
        using var watcher = SourceWatcher.Start(_folder.Path, new SourceTree(_folder.Path), time);

        // On Linux this silences the watcher of .NET 10 for good.
        Directory.Move(_folder["MyApp", "Old"], _elsewhere["Old"]);
        Write("B.cs", "class B { }");
        await Sees(watcher, ["MyApp/Old/A.cs", "B.cs"], time);
        Write("B.cs", "class B { int x; }");
        await Sees(watcher, ["B.cs"], time);

        // It hears again: no round has to pass any more.
        var heard = watcher.Next(_patience.Token);
        var began = time.GetUtcNow();
        Write("B.cs", "class B { int y, z; }");
        while (!heard.IsCompleted && time.GetUtcNow() - began < SourceWatcher.Round / 2)
            await time.Step(heard, SourceWatcher.Quiet, _patience.Token);

        Assert.Equal(["B.cs"], await heard.WaitAsync(_patience.Token));
    }

    [Fact]
    public async Task It_waits_until_it_is_quiet()
    {
        var time = new CountingTime();
        using var watcher = SourceWatcher.Deaf(_folder.Path, new SourceTree(_folder.Path), time);
        var next = watcher.Next(_patience.Token);
        await time.TimerIsMade(_patience.Token);
        Write("A.cs", "class A;");
        watcher.Ring();
        await time.TimerIsMade(_patience.Token);

        time.Advance(SourceWatcher.Quiet / 2);
        Write("B.cs", "class B;");
        watcher.Ring();
        await time.TimerIsMade(_patience.Token);
        time.Advance(SourceWatcher.Quiet / 2);
        Assert.False(next.IsCompleted);
        time.Advance(SourceWatcher.Quiet / 2);

        Assert.Equal(["A.cs", "B.cs"], await next.WaitAsync(_patience.Token));
    }

    [Fact]
    public async Task It_does_not_wait_for_ever_until_it_is_quiet()
    {
        var time = new CountingTime();
        using var watcher = SourceWatcher.Deaf(_folder.Path, new SourceTree(_folder.Path), time);
        var next = watcher.Next(_patience.Token);
        await time.TimerIsMade(_patience.Token);
        Write("A.cs", "class A;");

        var rings = 0;
        for (; !next.IsCompleted && rings < 1000; rings++)
        {
            watcher.Ring();
            await time.Step(next, SourceWatcher.Quiet / 2, _patience.Token);
        }

        Assert.Equal(["A.cs"], await next.WaitAsync(_patience.Token));
        Assert.InRange(rings, 2, (2 * SourceWatcher.Patience / SourceWatcher.Quiet) + 2);
    }

    /// <summary>A watcher that has nothing but what the system tells it.</summary>
    private SourceWatcher Told() => SourceWatcher.Start(_folder.Path, new SourceTree(_folder.Path), round: Timeout.InfiniteTimeSpan);

    /// <summary>Waits until all of the files have been told of, in as many changes as it takes, and no others.</summary>
    private async Task Sees(SourceWatcher watcher, IEnumerable<string> files, CountingTime? time = null)
    {
        var left = files.ToHashSet(StringComparer.Ordinal);
        var all = left.ToHashSet(StringComparer.Ordinal);
        while (left.Count > 0)
        {
            var next = watcher.Next(_patience.Token);
            while (time is not null && !next.IsCompleted)
                await time.Step(next, SourceWatcher.Round, _patience.Token);
            var seen = await next;
            Assert.Subset(all, seen.ToHashSet(StringComparer.Ordinal));
            left.ExceptWith(seen);
        }
    }

    private void Write(string name, string text)
    {
        var path = _folder[name];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!); // a file lies in a folder
        File.WriteAllText(path, text);
    }

    private void Git(params string[] arguments)
    {
        using var git = SystemProcess.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = _folder.Path, RedirectStandardError = true })!; // not with the shell: a process, or an exception
        var error = git.StandardError.ReadToEnd();
        git.WaitForExit();
        Assert.True(git.ExitCode == 0, error);
    }

    /// <summary>A clock that moves by hand, and says when somebody has begun to wait for it.</summary>
    private sealed class CountingTime : FakeTimeProvider
    {
        private readonly SemaphoreSlim _made = new(0);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            _made.Release();
            return timer;
        }

        internal Task TimerIsMade(CancellationToken cancellationToken) => _made.WaitAsync(cancellationToken);

        /// <summary>Moves on when somebody waits for the clock, unless what they want is there.</summary>
        internal async Task Step(Task wanted, TimeSpan by, CancellationToken cancellationToken)
        {
            using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var made = TimerIsMade(end.Token);
            await Task.WhenAny(wanted, made);
            await end.CancelAsync(); // one that still waits must not take the next timer away
            await made.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
            Advance(by);
        }
    }
}
