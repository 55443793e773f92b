namespace Zhar.Data;

/// <summary>Somebody uses a repo that is under the sandbox without belonging to a test. Source: DBConnection.OwnershipError.</summary>
public sealed class SandboxException : InvalidOperationException
{
    internal SandboxException(string message)
        : base(message)
    {
    }
}
