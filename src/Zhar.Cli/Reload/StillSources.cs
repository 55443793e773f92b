namespace Zhar.Cli.Reload;

/// <summary>Reads sources that may change meanwhile.</summary>
internal static class StillSources
{
    /// <summary>Has changed files read until none has changed since.</summary>
    /// <param name="tree">Where they are.</param>
    /// <param name="files">What has changed; what changes meanwhile is added.</param>
    /// <param name="maxRounds">After so many times what was read counts, although more has changed.</param>
    /// <param name="read">Reads what has changed since it was called the last time.</param>
    /// <returns>What the last reading came to.</returns>
    internal static T Read<T>(SourceTree tree, ISet<string> files, int maxRounds, Func<IReadOnlyCollection<string>, T> read)
    {
        var result = read([.. files]);
        for (var round = 1; round < maxRounds && tree.Look() is { Count: > 0 } more; round++)
        {
            files.UnionWith(more);
            result = read(more);
        }

        return result;
    }
}
