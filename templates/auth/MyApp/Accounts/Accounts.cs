using Zhar;
using Zhar.Data;

namespace MyApp;

/// <summary>Users, how they log in, and how long that holds.</summary>
public sealed class Accounts(Repo repo, TimeProvider clock)
{
    // ---- users -------------------------------------------------------------------------------------------------------

    /// <summary>The user with an address, or none.</summary>
    public Task<User?> FindByEmail(string email)
    {
        var wanted = email.Trim().ToLowerInvariant();
        return repo.GetBy<User>(u => u.Email == wanted);
    }

    /// <summary>The user with an address and a password, or none.</summary>
    public async Task<User?> FindByPassword(string email, string password)
    {
        var user = await FindByEmail(email);
        return await Passwords.Verify(password, user?.HashedPassword) ? user : null;
    }

    /// <summary>Stores a new user. Nobody has seen yet whether the address is theirs: the link that is sent to it says so.</summary>
    public Task<Result<User>> Register(Params attributes) => repo.Insert(User.EmailChangeset(new User(), attributes));

    /// <summary>What the form of a new user begins with.</summary>
    public Changeset<User> ChangeRegistration() => User.EmailChangeset(new User(), Params.Empty).WithAction(ChangesetAction.None);

    /// <summary>What the form of a new password begins with.</summary>
    public Changeset<User> ChangePassword(User user) => user.Change();

    /// <summary>Sets a password. All sessions and links of the user end.</summary>
    public async Task<Result<User>> SetPassword(User user, Params attributes)
    {
        var changeset = User.PasswordChangeset(user, attributes);
        if (!changeset.IsValid)
            return new Invalid<User>(changeset.WithAction(ChangesetAction.Update));
        var hashed = await Passwords.Hash(changeset.GetField(u => u.Password)!); // it is required
        return await repo.Transact(async _ =>
        {
            var saved = await repo.Update(user.Change().PutChange(u => u.HashedPassword, hashed));
            if (saved.IsOk)
                await repo.DeleteAll(Query.From<UserToken>().Where(t => t.UserId == user.Id));
            return saved;
        });
    }

    // ---- sessions ----------------------------------------------------------------------------------------------------

    /// <summary>Begins a session.</summary>
    /// <returns>The secret for the browser.</returns>
    public Task<string> StartSession(User user) => Store(user, TokenUse.Session);

    /// <summary>Who a session belongs to, and when they logged in; none when it is unknown or too old.</summary>
    public async Task<CurrentScope?> FindSession(string secret) =>
        await Find(secret, TokenUse.Session) is (var user, var since) ? new CurrentScope(user, since) : null;

    /// <summary>Ends a session.</summary>
    public Task EndSession(string secret) => Delete(secret, TokenUse.Session);

    // ---- links that are sent -----------------------------------------------------------------------------------------

    /// <summary>A secret for a link that logs a user in, for 15 minutes.</summary>
    public Task<string> StartLogin(User user) => Store(user, TokenUse.Login);

    /// <summary>Whose link it is, without using it up: programs that look into emails open links too.</summary>
    public async Task<User?> PeekLogin(string secret) => (await Find(secret, TokenUse.Login))?.User;

    /// <summary>Uses a link up. The address is confirmed by it.</summary>
    public async Task<User?> FinishLogin(string secret)
    {
        // Of two that use it in the same moment one deletes it.
        if (await PeekLogin(secret) is not { } user || await Delete(secret, TokenUse.Login) == 0)
            return null;
        return user.ConfirmedAt is not null ? user : (await repo.Update(user.Change().PutChange(u => u.ConfirmedAt, clock.GetUtcNow().UtcDateTime))).OrThrow();
    }

    /// <summary>A secret for a link that lets a user choose another password, for an hour.</summary>
    public Task<string> StartReset(User user) => Store(user, TokenUse.Reset);

    /// <summary>Whose link it is.</summary>
    public async Task<User?> PeekReset(string secret) => (await Find(secret, TokenUse.Reset))?.User;

    private async Task<string> Store(User user, string purpose)
    {
        var (secret, row) = UserToken.Make(user, purpose);
        await repo.InsertOrThrow(row);
        return secret;
    }

    /// <summary>Who a secret stands for, and since when.</summary>
    private async Task<(User User, DateTime Since)?> Find(string secret, string purpose)
    {
        var hash = UserToken.HashOf(secret);
        var oldest = clock.GetUtcNow().UtcDateTime - TokenUse.MaxAge(purpose);
        var token = await repo.One(Query.From<UserToken>().Where(t => t.Hash == hash && t.Purpose == purpose && t.InsertedAt > oldest).Preload(t => t.User));
        if (token?.User.Value is not { } user || (purpose != TokenUse.Session && token.SentTo != user.Email))
            return null;
        return (user, token.InsertedAt);
    }

    private Task<long> Delete(string secret, string purpose)
    {
        var hash = UserToken.HashOf(secret);
        return repo.DeleteAll(Query.From<UserToken>().Where(t => t.Hash == hash && t.Purpose == purpose));
    }
}
