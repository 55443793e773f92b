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

    /// <summary>What the form of another address begins with.</summary>
    public Changeset<User> ChangeEmail(User user) => user.Change();

    /// <summary>Begins a change of the address. It stays as it is until the link is opened that is sent to the new one.</summary>
    /// <returns>The user with the new address, which is not stored yet.</returns>
    public async Task<Result<User>> PrepareEmail(User user, Params attributes)
    {
        var changeset = User.EmailChangeset(user, attributes);
        if (changeset.IsValid && !changeset.HasChange(nameof(User.Email)))
            changeset = changeset.AddError(u => u.Email, "did not change");
        return (await changeset.UnsafeValidateUnique(u => u.Email, repo)).ApplyAction(ChangesetAction.Update);
    }

    /// <summary>A secret for the link to another address, for a week.</summary>
    public Task<string> StartEmailChange(User user, string email) => Store(UserToken.Make(user, TokenUse.Email, email));

    /// <summary>Gives a user the address that a link was sent to. Links to the old one do nothing from then on.</summary>
    /// <returns>The user with the new address; none when the link is another user's, too old or used, or the address has been taken since.</returns>
    public async Task<User?> FinishEmailChange(User user, string secret)
    {
        if (await FindToken(secret, TokenUse.Email) is not { SentTo: { } email } token || token.UserId != user.Id)
            return null;
        var saved = await repo.Transact(async _ =>
        {
            var changed = await repo.Update(User.EmailChangeset(user, Params.Of(("email", email))).PutChange(u => u.ConfirmedAt, Now));
            if (changed.IsOk)
                await repo.DeleteAll(Query.From<UserToken>().Where(t => t.UserId == user.Id && t.Purpose == TokenUse.Email));
            return changed;
        });
        return saved is Ok<User>(var updated) ? updated : null;
    }

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
    /// <param name="authenticatedAt">When they proved who they are, if that was earlier.</param>
    public Task<string> StartSession(User user, DateTime? authenticatedAt = null)
    {
        var (secret, row) = UserToken.Make(user, TokenUse.Session);
        return Store((secret, row with { AuthenticatedAt = authenticatedAt ?? Now }));
    }

    /// <summary>Who a session belongs to, and when they logged in; none when it is unknown or too old.</summary>
    public async Task<CurrentScope?> FindSession(string secret) =>
        await FindToken(secret, TokenUse.Session) is { User.Value: { } user } token ? new CurrentScope(user, token.AuthenticatedAt ?? token.InsertedAt, token.InsertedAt) : null;

    /// <summary>The hashes of the secrets of a user's sessions, which name their live pages.</summary>
    public Task<List<string>> SessionsOf(User user)
    {
        var id = user.Id;
        return repo.All(Query.From<UserToken>().Where(t => t.UserId == id && t.Purpose == TokenUse.Session).Select(t => t.Hash));
    }

    /// <summary>Ends a session.</summary>
    public Task EndSession(string secret) => Delete(secret, TokenUse.Session);

    // ---- links that are sent -----------------------------------------------------------------------------------------

    /// <summary>A secret for a link that logs a user in, for 15 minutes.</summary>
    public Task<string> StartLogin(User user) => Store(UserToken.Make(user, TokenUse.Login));

    /// <summary>Whose link it is, without using it up: programs that look into emails open links too.</summary>
    public async Task<User?> PeekLogin(string secret) => await FindUser(secret, TokenUse.Login);

    /// <summary>Uses a link up: of two who open it at once, one is logged in. The address is confirmed by it, and other links and sessions from before end.</summary>
    public async Task<User?> FinishLogin(string secret)
    {
        if (await PeekLogin(secret) is not { } user || await Delete(secret, TokenUse.Login) == 0)
            return null;
        if (user.ConfirmedAt is not null)
            return user;
        var id = user.Id;
        await repo.DeleteAll(Query.From<UserToken>().Where(t => t.UserId == id));
        return (await repo.Update(user.Change().PutChange(u => u.ConfirmedAt, Now))).OrThrow();
    }

    /// <summary>A secret for a link that lets a user choose another password, for an hour.</summary>
    public Task<string> StartReset(User user) => Store(UserToken.Make(user, TokenUse.Reset));

    /// <summary>Whose link it is.</summary>
    public async Task<User?> PeekReset(string secret) => await FindUser(secret, TokenUse.Reset);

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    private async Task<string> Store((string Secret, UserToken Row) token)
    {
        await repo.InsertOrThrow(token.Row);
        return token.Secret;
    }

    /// <summary>Who a link was sent to; none when the address is theirs no longer.</summary>
    private async Task<User?> FindUser(string secret, string purpose) =>
        await FindToken(secret, purpose) is { User.Value: { } user } token && token.SentTo == user.Email ? user : null;

    /// <summary>The row that a secret stands for, with its user.</summary>
    private Task<UserToken?> FindToken(string secret, string purpose)
    {
        var hash = UserToken.HashOf(secret);
        var oldest = Now - TokenUse.MaxAge(purpose);
        return repo.One(Query.From<UserToken>().Where(t => t.Hash == hash && t.Purpose == purpose && t.InsertedAt > oldest).Preload(t => t.User));
    }

    private Task<long> Delete(string secret, string purpose)
    {
        var hash = UserToken.HashOf(secret);
        return repo.DeleteAll(Query.From<UserToken>().Where(t => t.Hash == hash && t.Purpose == purpose));
    }
}
