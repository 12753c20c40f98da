-- A search path without pg_temp searches the temporary schema first, where the serving role may put a table of any name. The functions
-- that read with their owner's eyes must never look there before they have looked at home.
do $$
declare f regprocedure;
begin
  for f in select oid from pg_proc where pronamespace = 'public'::regnamespace and prosecdef loop
    execute format('alter function %s set search_path = public, pg_temp', f);
  end loop;
end $$;
