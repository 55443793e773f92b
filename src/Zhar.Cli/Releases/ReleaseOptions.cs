namespace Zhar.Cli.Releases;

/// <summary>What release is to be made.</summary>
/// <param name="Folder">Where.</param>
/// <param name="Runtime">The system of the server.</param>
/// <param name="IsSelfContained">Whether it brings .NET along.</param>
/// <param name="Overwrites">Whether it replaces this version.</param>
internal sealed record ReleaseOptions(string Folder, string Runtime, bool IsSelfContained, bool Overwrites);
