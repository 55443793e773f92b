namespace Zhar.Data;

/// <summary>Decides which connection a flow of control uses when it is in no transaction: the sandbox of the tests.</summary>
internal interface ISessionSource
{
    /// <summary>The session of whoever asks; <c>null</c> for the pool.</summary>
    /// <exception cref="InvalidOperationException">Nobody has allowed the caller; the message names the remedies.</exception>
    RepoSession? Find();
}
