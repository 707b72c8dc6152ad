import { useLingui } from '@lingui/react/macro'
import { createLazyRoute } from '@tanstack/react-router'
import { getListAuditQueryKey, listAudit, useListPeople } from '../../api/generated/people/people.ts'
import { useRows } from '../../api/rows.ts'
import { FilterBar, SearchFilter, SelectFilter } from '../../parts/filter-bar.tsx'
import { Notice } from '../../parts/notice.tsx'
import { Page } from '../../parts/page.tsx'
import { RowList } from '../../parts/row-list.tsx'
import { useColumns, useOutcomeLabel } from './columns.tsx'
import type { AuditSearch } from './route.tsx'

export const page = createLazyRoute('/shell/audit')({ component: AuditPage })

const outcomes = ['done', 'refused', 'failed'] as const

function AuditPage() {
  const { t } = useLingui()
  const search: AuditSearch = page.useSearch()
  const rows = useRows({ key: getListAuditQueryKey(search), read: listAudit, query: search })
  return (
    <Page title={t`Audit log`} description={t`Everything that people did here, newest first.`}>
      <Filters search={search} />
      <RowList
        key={JSON.stringify(search)}
        label={t`Audit log`}
        rows={rows}
        columns={useColumns()}
        idOf={({ id }) => id}
        empty={
          <Notice
            icon="audit"
            title={t`Nothing matches`}
            text={t`Change the filters. Actions of API keys are not listed.`}
          />
        }
      />
    </Page>
  )
}

function Filters({ search }: { search: AuditSearch }) {
  const { t } = useLingui()
  const navigate = page.useNavigate()
  const outcomeLabel = useOutcomeLabel()
  const people = useListPeople().data?.data ?? []
  const change = (next: AuditSearch) =>
    void navigate({ search: (old: AuditSearch) => ({ ...old, ...next }), replace: true })
  return (
    <FilterBar>
      <SelectFilter
        label={t`Person`}
        value={search.person}
        options={people.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(person) => change({ person })}
      />
      <SearchFilter
        label={t`Action`}
        placeholder="updateShop"
        value={search.operation}
        onChange={(operation) => change({ operation })}
      />
      <SearchFilter
        label={t`Id it was done to`}
        placeholder="shp_…"
        value={search.target}
        onChange={(target) => change({ target })}
      />
      <SelectFilter
        label={t`Outcome`}
        value={search.outcome}
        options={outcomes.map((value) => ({ value, label: outcomeLabel(value) }))}
        onChange={(outcome) => change({ outcome })}
      />
    </FilterBar>
  )
}
